/**
 * Words so usual that looking for them finds nothing: articles, prepositions, pronouns, forms of "to be" and "to have".
 * Folded: small letters without accents. Data; single letters are never looked for in any case.
 */
import type { Language } from '../domain/language.ts';

const listed = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

export const STOP_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: listed(`
    about after all also am an and any are as at be been being both but by can could did do does for from had has have
    he her his how if in into is it its may more most no nor not of on or other our out over own shall she should so
    some such than that the their them then there these they this those through to under until up upon us was we were
    what when where which while who whom will with within would you your`),
  fr: listed(`
    afin ai ainsi apres au aucun aussi autre autres aux avant avec ayant c'est car ce ceci cela celle celles celui ces
    cet cette ceux chaque chez comme dans de depuis des dont du elle elles en encore entre est et etaient etait etant ete
    etre eux fait il ils jusqu la le les leur leurs lors lorsqu lorsque lui mais meme memes ne ni nos notre nous on ont
    ou par parmi pas pendant peut peuvent plus pour puisqu puisque qu quand que quel quelle quelles quels qui quoi
    quoiqu sa sans se selon sera seront ses si soit son sont sous sur ta te tous tout toute toutes tres tu un une vers
    vos votre vous`),
  es: listed(`
    al algun alguna algunas algunos ante antes aquel aquella aquellos asi aun aunque bajo cada como con contra cual
    cuales cuando de del desde donde dos durante el ella ellas ellos en entre era eran es esa esas ese eso esos esta
    estan estar estas este esto estos fue fueron ha han hasta hay haya la las le les lo los mas me mediante mientras mi
    mis muy ni no nos nuestra nuestras nuestro nuestros otra otras otro otros para pero por porque que quien quienes se
    sea sean segun ser si sin sino sobre son su sus tambien tan tanto te tiene tienen toda todas todo todos tras un una
    unas uno unos y ya`),
};
