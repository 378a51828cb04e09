/**
 * The coalition of the tests: thirty invented organisations that sign one submission, among them names that are hard on
 * tables, files and headers.
 */
import type { Signatory } from '../src/domain/signatory.ts';

type Member = readonly [name: string, country: string, status?: string];

/** The lead and 29 others make thirty. */
const SUBMITTING: readonly Member[] = [
  ['Agir pour la côte', 'SN', 'special'],
  ['Alliance des femmes pêcheuses du Sahel', 'MR'],
  ['Asociación Ñandú por los Derechos', 'CO', 'special'],
  ['Bay & Delta Trust', 'GB'],
  ['Centro de Estudios “Río Abierto”', 'AR', 'roster'],
  ['Civic Space Watch', 'KE', 'special'],
  ['Collectif des riverains, section du fleuve', 'ML'],
  ['Coordination nationale des organisations de la société civile pour la transparence budgétaire', 'BJ'],
  ['Defensores del Bosque', 'PE'],
  ['=Equal Shores', 'IE'],
  ['Fédération des radios communautaires', 'BF'],
  ['Fundación Puentes', 'MX', 'special'],
  ['Harbour & Hill / "Open" Network <ø>', 'IE'],
  ['Human Rights Forum of the Islands', 'FJ'],
  ['Initiative Eau Vive', 'NE'],
  ['Kids of the River', 'US'],
  ['Ligue des droits, Guinée', 'GN', 'special'],
  ['Maison des Citoyens', 'CI'],
  ['Northern Lights Association', 'NO', 'general'],
  ['Observatorio del Litoral', 'UY'],
  ['Plateforme des ONG du littoral', 'TG'],
  ['Red de Mujeres del Sur', 'CL', 'roster'],
  ['River Keepers', 'IN'],
  ['Rights & Roots', 'ZA', 'special'],
  ['Solidarité sans rivage', 'FR', 'special'],
  ['Union des coopératives maraîchères', 'SN'],
  ['Voces del Agua', 'BO'],
  ['Women at Sea', 'PH'],
  ['جمعية ضفاف', 'TN'],
];
const ENDORSING: readonly Member[] = [
  ['Faculty of Law, University of the Coast', 'GH'],
  ['Syndicat des gens de mer', 'FR'],
  ['Fondation Estuaire', 'CH'],
];

const listed = (members: readonly Member[], kind: Signatory['kind'], start: number): Signatory[] =>
  members.map(([name, country, status = ''], index) => ({
    id: `member${String(start + index).padStart(4, '0')}`,
    kind,
    name,
    country,
    contact: `Person ${start + index}`,
    email: `office${start + index}@member.example.org`,
    status,
  }));

/** 29 that sign with the lead, and three that support them. */
export const MEMBERS: readonly Signatory[] = [
  ...listed(SUBMITTING, 'submitting', 1),
  ...listed(ENDORSING, 'endorsing', 30),
];
