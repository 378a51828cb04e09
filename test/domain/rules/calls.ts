/**
 * One small invented call for each rule about questions, as YAML: what a newcomer would write. Numbers are those of
 * `calls/README.md`.
 */
const head = (id: string, title: string, subject = 'Submission on tides'): string => `
id: ${id}
language: en
title: ${title}
issuers: [Special Rapporteur on tides]
channels: [{ kind: email, to: [tides@office.example] }]
subject: ${subject}
`;

/** 21: sets for two groups, a common set, a module; 25: need and choice; 26: a follow-up. */
export const GROUPS = `${head('rule-groups', 'Tides and groups')}
addressees: { value: [{ id: states, label: States }, { id: society, label: Civil society }] }
hints:
  - { id: gender, text: Please keep a gender perspective throughout. }
eligibility: { wording: Anybody who lives by the sea may submit. }
questions:
  - { id: common, label: "1.", text: What changed for everybody? }
  - id: for-states
    label: "2."
    text: Questions for States
    kind: heading
    addressees: [states]
    children:
      - { id: law, label: "a)", text: Which laws were passed?, need: required }
      - { id: budget, label: "b)", text: Which budget was set aside?, need: guide }
  - id: for-society
    label: "3."
    addressees: [society]
    choose: one-or-more
    after: Please add whatever else your members saw.
    children:
      - { id: harm, label: "a)", text: Who was harmed? }
      - id: redress
        label: "b)"
        text: If so, was there redress?
        condition: { wording: If so }
        children:
          - { id: court, label: "i)", text: Before a court? }
          - { id: council, label: "ii)", text: Before a council? }
  - { id: extra, label: "4.", text: The optional part on lighthouses, module: true }
`;

/** 23, 24: topics, a request, a note, recommendations. */
export const KINDS = `${head('rule-kinds', 'Tides and kinds')}
questions:
  - id: topics
    text: Submissions may cover
    kind: heading
    children:
      - { id: fishing, kind: topic, text: fishing }
      - { id: salt, kind: topic, text: salt }
  - { id: data, kind: request, label: "2)", text: Please send data. }
  - { id: wishes, kind: recommendations, label: "3)", text: What do you recommend? }
  - { id: thanks, kind: note, text: Thank you. }
`;

/** 27: records, by fields of their own and by the children of a record; 35: the period covered. */
export const RECORDS = `${head('rule-records', 'Tides and practices')}
period: { value: { from: 2020-01-01, to: 2022-12-31 } }
questions:
  - id: practices
    label: "1."
    text: Please describe at least two practices.
    asks:
      - id: practice
        kind: records
        one: Practice
        minimum: 2
        fields:
          - { id: name, label: Name, kind: line }
          - { id: where, label: Country, kind: country }
          - { id: since, label: Since when, kind: date }
          - { id: reach, label: Reach, kind: choice, options: [{ id: local, text: Local }, { id: wide, text: National }] }
          - { id: story, label: What happened }
  - id: cases
    kind: record
    label: "2."
    text: For each case, please give
    children:
      - the place
      - what was done
`;

/** 28: comments on the paragraphs of a draft, listed by the call and not. */
export const COMMENTS = `${head('rule-comments', 'Comments on the tide tables')}
questions:
  - id: listed
    label: "1."
    text: Comments on the draft
    asks:
      - id: paragraphs
        kind: comments
        paragraphs:
          - { label: "9", text: Tides rise twice a day. }
          - { label: "10", text: Tides fall twice a day. }
  - id: free
    label: "2."
    text: Comments on the annex
    asks: [{ id: annex, kind: comments }]
`;

/** 22: one submission for each country. */
export const COUNTRY = `${head('rule-country', 'Tides by country', '{ kind: pattern, value: "Submission on tides in {country}" }')}
countryScope: { value: { each: true } }
questions: [What happened there?]
`;
