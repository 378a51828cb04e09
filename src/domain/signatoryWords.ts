/**
 * The words by which tables name the columns of signatories, a consultative status and a kind of signatory: in English,
 * French and Spanish, as `nameKey` leaves them (small letters without accents, marks and spaces). Pure.
 */
import type { CONSULTATIVE_STATUSES } from './organisation.ts';
import { nameKey, type Signatory } from './signatory.ts';
import type { SignatoryField } from './signatoryForm.ts';

export const HEADINGS: Readonly<Record<SignatoryField, readonly string[]>> = {
  name: words(`name organisation organization organisationname organizationname nameoftheorganisation association ngo
    nom organisme nomdelorganisation ong nombre organizacion nombredelaorganizacion entidad`),
  country: words('country pays pais'),
  contact: words('contact contactperson contactname personneacontacter personnedecontact contacto personadecontacto'),
  email: words(`email emailaddress mail courriel adresseelectronique adressecourriel adressemail mel correo
    correoelectronico`),
  status: words(`status consultativestatus ecosocstatus ecosoc consultativestatuswithecosoc statut statutconsultatif
    statutecosoc statutconsultatifaupresdelecosoc estatus estado estadoconsultivo estatusecosoc
    estadoconsultivoanteelecosoc`),
  kind: words('kind type role nature qualite tipo papel calidad'),
};

export const STATUS_WORDS: Readonly<Record<(typeof CONSULTATIVE_STATUSES)[number], readonly string[]>> = {
  general: words('general generalconsultativestatus statutconsultatifgeneral estadoconsultivogeneral'),
  special: words(`special especial specialconsultativestatus statutconsultatifspecial estadoconsultivoespecial`),
  roster: words('roster ontheroster liste lista listeroster listaroster inscritesurlalisteroster enlalistaroster'),
  none: words('none no aucun non ninguno'),
};

export const KIND_WORDS: Readonly<Record<'lead' | Signatory['kind'], readonly string[]>> = {
  lead: words(
    'lead leadorganisation leadorganization chefdefile organisationchefdefile coordinadora organizacioncoordinadora',
  ),
  submitting: words('submitting signs signing signatory signataire firmante cosignatory cosignataire'),
  endorsing: words(`endorsing supports supporter supporting endorser soutient soutien apoya apoyo`),
};

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

/** Which one a text means; null: none. */
export function readWord<Key extends string>(
  known: Readonly<Record<Key, readonly string[]>>,
  text: string,
): Key | null {
  const key = nameKey(text);
  return (Object.keys(known) as Key[]).find((one) => known[one].includes(key)) ?? null;
}
