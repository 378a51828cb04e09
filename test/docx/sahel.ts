/**
 * A submission of an invented organisation to a real call: the Independent Expert's on civil society and international
 * solidarity (2024), in French, the ten questions as printed. A member of the cast: lists, a table, footnotes, links,
 * a declined answer and a blank one all occur once or more.
 */
import type { Block, Inline, Outline, Section } from '../../src/domain/outline.ts';

export const plain = (text: string): Inline => ({ kind: 'run', text, bold: false, italic: false });
export const bold = (text: string): Inline => ({ kind: 'run', text, bold: true, italic: false });
export const italic = (text: string): Inline => ({ kind: 'run', text, bold: false, italic: true });
export const call = (number: number): Inline => ({ kind: 'footnote', number });
export const link = (href: string, text: string): Inline => ({
  kind: 'link',
  href,
  runs: [{ kind: 'run', text, bold: false, italic: false }],
});
export const paragraph = (...inlines: readonly (Inline | string)[]): Block => ({
  kind: 'paragraph',
  inlines: inlines.map((inline) => (typeof inline === 'string' ? plain(inline) : inline)),
});
export const bullets = (...items: readonly (readonly Block[])[]): Block => ({
  kind: 'list',
  ordered: false,
  start: 1,
  items,
});
export const numbers = (start: number, ...items: readonly (readonly Block[])[]): Block => ({
  kind: 'list',
  ordered: true,
  start,
  items,
});

const QUESTIONS = [
  'Votre organisation a-t-elle exprimé des problèmes de solidarité internationale à travers des réseaux de solidarité transfrontaliers locaux, transnationaux, internationaux ou régionaux ?',
  'Dans quelle mesure et comment vos actions de solidarité internationale incluent-elles des perspectives et une participation diverses ou intersectionnelles ?',
  'Quels médias, plateformes numériques ou autres utilisez-vous ? Êtes-vous limité dans l’accès à ces plateformes ?',
  "Veuillez partager des informations sur les lois, politiques ou autres types d'initiatives dans votre pays qui facilitent l'expression de la solidarité internationale au-delà des frontières.",
  "Veuillez partager des informations sur toute loi, politique ou autre mesure dans votre pays qui restreint les engagements de solidarité internationale au-delà des frontières. Votre organisation a-t-elle subi des cas de représailles/pénalisation (y compris surveillance, refus de financement, intimidation, représailles, fermeture, poursuites, sanctions, restriction du droit de quitter ou d'entrer dans un pays, ou d'être victime d'une attaque) en raison de ses expressions de solidarité internationale ?",
  "Votre organisation bénéficie-t-elle d'une certaine forme d'assistance (par exemple, un financement ou une aide juridique) lorsqu'elle poursuit l'expression internationale de questions de solidarité internationale ?",
  "Dans quelle mesure votre organisation jouit-elle du droit de communiquer la solidarité internationale au-delà des frontières pour la promotion des droits de l'homme, sans discrimination de ses membres fondée sur des motifs tels que l'origine ethnique, la race, le sexe, l'âge, l'opinion politique, la nationalité, la religion, le handicap, statut de migrant, statut LGBTQ, etc.?",
  'Dans quelle mesure les groupes d’étudiants des écoles ou des universités sont-ils capables de s’engager dans des expressions de solidarité internationale sans pénalisation ni surveillance ?',
  "Quelles mesures pourraient aider votre organisation à s'engager davantage auprès des États, des organisations régionales et internationales (y compris l'ONU) pour mieux exprimer la solidarité internationale ?",
  "Recommandations à l'expert indépendant sur les droits de l'homme et la solidarité internationale sur le soutien à la société civile dans l'expression de la solidarité internationale.",
] as const;

const ANSWERS: readonly (readonly Block[])[] = [
  [
    paragraph(
      'Oui. Le Réseau des femmes du fleuve réunit depuis 2009 ',
      bold('quarante-deux associations'),
      ' de riveraines au Sénégal, en Mauritanie et au Mali. Nos membres partagent un même fleuve, les mêmes marchés et, bien souvent, les mêmes familles : la solidarité à travers la frontière n’est pas pour elles un programme, c’est la vie de tous les jours.',
      call(1),
    ),
    paragraph('Cette solidarité s’est exprimée de trois manières :'),
    bullets(
      [
        paragraph(
          'par des ',
          italic('caravanes de la parole'),
          ', qui remontent le fleuve chaque année à la saison sèche :',
        ),
        bullets(
          [paragraph('en 2021, de Saint-Louis à Podor, avec 310 participantes ;')],
          [
            paragraph('en 2022, de Podor à Bakel, avec 275 participantes, dont :'),
            bullets([paragraph('61 déplacées du centre du Mali ;')], [paragraph('18 pêcheuses mauritaniennes ;')]),
          ],
          [paragraph('en 2023, la caravane a été annulée (voir la réponse à la question 5).')],
        ),
      ],
      [
        paragraph('par un fonds de secours mutuel, alimenté par les cotisations ;'),
        paragraph(
          'Le fonds a versé 14 300 000 francs CFA à 212 familles après les crues d’octobre 2022, sans distinction de nationalité.',
        ),
      ],
      [paragraph('par des déclarations communes, adressées aux trois gouvernements.')],
    ),
  ],
  [
    paragraph(
      'Le bureau compte neuf sièges, dont deux réservés aux femmes handicapées, deux aux moins de trente ans et un aux déplacées. Les réunions se tiennent en ',
      italic('pulaar'),
      ', en soninké et en wolof ; le français n’y est que la langue des procès-verbaux.',
    ),
    paragraph('Trois obstacles demeurent :'),
    numbers(
      1,
      [paragraph('le coût du voyage, que les femmes seules ne peuvent avancer ;')],
      [
        paragraph('l’état civil : une membre sur cinq n’a pas de pièce d’identité, si bien que'),
        numbers(1, [paragraph('elle ne passe pas la frontière ;')], [paragraph('elle ne peut ouvrir de compte.')]),
      ],
      [paragraph('la garde des enfants pendant les assemblées.')],
    ),
    paragraph('Le bureau a pris en 2023 deux décisions qui font suite aux précédentes :'),
    numbers(4, [paragraph('une avance de route pour toute déléguée ;')], [paragraph('une crèche à chaque assemblée.')]),
  ],
  [
    paragraph(
      'Nous utilisons la radio communautaire, les messageries chiffrées et, pour les réunions à trois pays, la téléphonie ordinaire. Notre site est ',
      link('https://www.exemple.org/femmes-du-fleuve?langue=fr#contact', 'exemple.org/femmes-du-fleuve'),
      ' ; on nous écrit à ',
      link('mailto:bureau@exemple.org', 'bureau@exemple.org'),
      '.',
    ),
    paragraph(
      'L’accès est limité. Les données mobiles ont été coupées à trois reprises en 2023, du 1er au 7 juin notamment, et une plateforme de vidéos est restée bloquée plusieurs mois.',
      call(2),
      ' Pendant ces coupures, nos animatrices n’ont pu ni convoquer les réunions, ni prévenir les familles de la crue.',
    ),
  ],
  [
    paragraph('Les textes suivants facilitent, en droit, l’action à travers les frontières :'),
    {
      kind: 'table',
      caption: 'Textes qui facilitent l’expression de la solidarité',
      header: ['Texte', 'Année', 'Ce qu’il permet', 'Ce que nous avons constaté'],
      rows: [
        [
          [plain('Protocole sur la libre circulation des personnes')],
          [plain('1979')],
          [plain('Séjour de quatre-vingt-dix jours sans visa dans les États de la Communauté.')],
          [plain('Respecté aux postes fixes ; des paiements sont exigés aux barrages mobiles'), call(3), plain('.')],
        ],
        [
          [plain('Charte des eaux du fleuve')],
          [plain('2002')],
          [plain('Participation des usagers aux décisions de l’Organisation de bassin.')],
          [plain('Deux de nos membres siègent au comité des usagers, '), bold('sans voix délibérative'), plain('.')],
        ],
        [
          [plain('Code de la radio communautaire')],
          [plain('2017')],
          [plain('Émissions en langues nationales, relais entre stations voisines.')],
          [plain('Le relais transfrontalier n’est pas mentionné : chaque station s’expose à une mise en demeure.')],
        ],
        [[plain('Loi sur les coopératives')], [plain('2010')], [plain('Fonds communs entre groupements.')], []],
      ],
    },
    paragraph('Aucun de ces textes ne nomme la solidarité internationale ; nous les invoquons par analogie.'),
  ],
  [
    paragraph(
      'Le décret de 2022 sur les fonds venus de l’étranger oblige à déclarer toute somme supérieure à 500 000 francs CFA trente jours avant de la recevoir. Un secours d’urgence y est impossible.',
    ),
    paragraph(
      bold('Représailles.'),
      ' En mars 2023, deux animatrices ont été retenues neuf heures au poste de Rosso et interrogées sur les participantes mauritaniennes. Leurs téléphones ont été copiés. La caravane a ensuite été interdite par un arrêté dont nous n’avons reçu copie qu’après la date prévue.',
      call(4),
      { kind: 'break' },
      'Les deux animatrices ont consenti à ce que ces faits soient rapportés sans leurs noms.',
    ),
  ],
  [paragraph(italic('Le Réseau des femmes du fleuve ne souhaite pas répondre à cette question.'))],
  [
    paragraph(
      'Le droit nous est reconnu ; son exercice dépend du poste de douane, de l’agent et de la langue que l’on parle. Les membres haratines et les femmes voilées de noir sont fouillées plus souvent que les autres, d’après notre relevé de 418 passages tenu en 2023.',
    ),
    paragraph('السلام عليكم — نحن نساء النهر، نتضامن مع أخواتنا في الضفة الأخرى (Rosso، 2023).'),
    paragraph(
      'Cette phrase ouvre chacune de nos assemblées : elle dit, en arabe, « la paix soit sur vous ; nous sommes les femmes du fleuve, solidaires de nos sœurs de l’autre rive ».',
    ),
  ],
  [],
  [
    paragraph('Quatre mesures suffiraient à changer notre quotidien :'),
    numbers(
      1,
      [paragraph('un guichet unique, dans chaque capitale, pour les contributions aux mécanismes de l’ONU ;')],
      [paragraph('des délais de réponse d’au moins huit semaines, annoncés à la radio ;')],
      [paragraph('le droit de répondre dans une langue nationale, la traduction étant à la charge de l’institution ;')],
      [paragraph('le remboursement du voyage aux déléguées qui n’ont pas de compte en banque.')],
    ),
  ],
  [
    numbers(
      1,
      [
        paragraph(
          bold('À l’Experte indépendante : '),
          'demander aux trois États de publier toute interdiction de réunion transfrontalière quinze jours au moins avant la date prévue.',
        ),
      ],
      [
        paragraph(
          bold('Aux États riverains : '),
          'reconnaître un laissez-passer associatif, gratuit et valable deux ans, d’ici au 31 décembre 2025.',
        ),
      ],
      [
        paragraph(
          bold('Au Conseil des droits de l’homme : '),
          'inscrire la participation des associations de frontière à l’ordre du jour de sa cinquante-neuvième session.',
        ),
      ],
    ),
    paragraph('Ces recommandations reprennent celles du document A/HRC/50/37, que nous faisons nôtres.'),
  ],
];

const sections: readonly Section[] = QUESTIONS.map((text, index) => ({
  kind: 'question',
  id: `q${index + 1}`,
  label: `${index + 1})`,
  text,
  language: 'fr',
  unofficial: null,
  level: 1,
  state: index === 5 ? 'declined' : index === 7 ? 'not-started' : 'done',
  blocks: ANSWERS[index] ?? [],
  words: 0,
}));

export const sahel: Outline = {
  language: 'fr',
  title: 'La participation des organisations de la société civile exprimant la solidarité internationale',
  kicker: 'Contribution à l’appel de l’Experte indépendante sur les droits de l’homme et la solidarité internationale',
  author: 'Réseau des femmes du fleuve',
  front: [
    { id: 'organisation', label: 'Organisation', value: 'Réseau des femmes du fleuve (Sénégal, Mauritanie, Mali)' },
    {
      id: 'kind',
      label: 'Nature',
      value: 'Réseau d’associations communautaires, sans statut consultatif auprès du Conseil économique et social',
    },
    { id: 'contact', label: 'Personne à contacter', value: 'Aïssata Sow, secrétaire générale\nbureau@exemple.org' },
    {
      id: 'signatories',
      label: 'Avec l’appui de',
      value: 'Union des pêcheuses de Podor ; Radio Fulbe ; Collectif des déplacées de Kayes',
    },
    { id: 'date', label: 'Date', value: '12 février 2024' },
  ],
  statement: [
    paragraph(
      bold('Publication. '),
      'Cette contribution peut être publiée en entier sur le site du Haut-Commissariat. Les passages confidentiels en ont été retirés ; ils figurent dans une version à part.',
    ),
  ],
  translationNote: null,
  heading: 'Questions pour les organisations de la société civile et autres parties prenantes :',
  sections,
  footnotes: [
    [paragraph('Statuts adoptés à Matam le 14 mars 2009, révisés en 2016 et en 2022.')],
    [
      paragraph(
        'Relevé tenu par nos animatrices ; voir aussi ',
        link('https://www.ohchr.org/fr/documents/thematic-reports/ahrc5055', 'A/HRC/50/55'),
        ', par. 20 à 27.',
      ),
    ],
    [paragraph('De 1 000 à 2 500 francs CFA par personne.'), paragraph('Aucun reçu n’est remis.')],
    [paragraph('Arrêté nº 117, notifié le 2 mai 2023, alors que la caravane devait partir le 24 avril.')],
  ],
  words: 0,
  changedAt: new Date('2024-02-12T16:41:07.123Z'),
};
