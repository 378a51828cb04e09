/**
 * Words by which names of people are told from other names, in the three languages at once: names that people are given,
 * what stands before a name, and what shows that a name is that of an office, an organisation or a place. Folded (`fold`),
 * but for titles. None of the lists is whole, and none can be: they decide what is worth a question, and nothing else.
 */
import { wordsOf } from './spans.ts';

/** Names that people are given. Those that are as often a place or a word ("Victoria", "Hope") are left out. */
export const GIVEN = wordsOf(`
  wanjiru wangari zanele chandra samina asha amit  aarav aaron abdallah abdel abdelaziz abdelkader abdirahman abdou abdoulaye abdul abdulla abdullah abdullahi abebe
  abena abigail aboubacar abu achieng adaeze adam adama adebayo adele adja adriana adrien adwoa agathe agnes ahmad
  ahmed aicha aida aisha aissa aissata aissatou akinyi akosua akua alain alan alassane albert alejandra alejandro
  aleksandr aleksei ales alex alexander alexandre alexei alexis alfonso alfredo ali alice alicia aline aliou alioune
  alison alvaro amadou amal amanda amelie amina aminata amine amir amy ana anais ananya anastasia andre andrea andrei
  andres andrew andriy angela angelica anil anita anjali ann anna anne anthony antoine anton antonia antonio anwar
  arame arjun armando arnaud arthur arturo ashok asma assane astou atieno aurelie awa axel ayman ayse aziz babacar
  bakary barbara bashir beatriz bekele benito benjamin benoit bernadette bernardo berta bertrand betty bilal bintou
  bishnu blessing bocar bogdan bongani boris boubacar brian bridget brigitte bruno budi camila camille carlos carmen
  carolina caroline catalina catherine cecile cecilia cedric celine cesar chandrika chantal charles charlotte cheikh
  chidi chinedu chinonso chioma chloe christelle christiane christine christophe christopher claire claude claudia
  claudine clement colette colin conor corinne coumba cristian cristina cyril dalia damien daniel daniela david dawit
  deborah declan deepa deepak delphine demba denis dennis dewi diana diane diarra didier diego dieynaba divya djibril
  dmitri dmitry dominique donald dorothy edith edouard eduardo edward eileen ekaterina elena elif elisa elise
  elizabeth ellen emeka emilia emilie emilio emily emine emma emmanuel emmanuelle enrique eric ernesto esteban estelle
  esther etienne eugenia eugenie eva evelyn fabien fabiola fabrice fadel faisal fanta farah farai farid farida farzana
  fatema fatiha fatim fatima fatimata fatma fatou fatoumata fawzi felipe fernanda fernando fiona florian folake
  frances francine francisca francisco francois francoise frank frederic gabriel gabriela gabrielle gareth gary george
  georges gerald geraldine gerard gerardo gilberto gilles gillian gita gonzalo goran grace graciela graham gregory
  guadalupe guillaume guillermo gulnar gustavo guy habib habiba hadi hafsa haile hajar hala hamid hamidou hamza hanan
  hannah harold harry hasan hassan hatice hawa haytham hector helen helene henri henry hernan herve hicham hilary
  hiroshi hoang hossein hubert huda hugo hugues huong hussain hussein ian ibrahim ibrahima idrissa ifeoma ignacio igor
  iman imane imran ines irene irina isabel isabella isabelle ismail issa issouf ivan jack jacob jacqueline jacques
  jaime jamal james jamila jane janet jason javier jean jeanne jennifer jeremy jerome jessica jesus jimena joan joana
  joanna joao joaquin joel john jonathan jorge jose josefa josefina joseph josephine joshua joyce juan juana judith
  julia julian juliana julie julien julieta juliette julio kadiatou kadidia kamal kamau karen karim karima karina
  karine katarina kate katerina katherine kathleen kavita keith kelly kenji kenneth ketut kevin khadidiatou khadija
  khady khaled khalid kieran kiran koffi kofi kojo kouame kouassi krishna ksenia kumari kwabena kwame kwesi laetitia
  laila lakshmi lamine larisa lassana latifa laura laurence laurent lawrence layla leah leila leonardo leticia leyla
  liam lidia liliana linda lindiwe linh lisa liu loic lorena lorenzo loubna louis louise luc lucia luciano lucie lucy
  ludmila luis luisa luiza luke madeleine maha mahamadou mahmoud mahmud mahsa majid maksim malika mamadou mandla manoj
  mansour manuel manuela marc marcel marcela marcelo marcos margaret margarita margaux marguerite maria mariam mariama
  mariame mariana marianne mariano maricela marie marielle marija marina mario marion marisol mark marta martha martin
  martine mary maryam massata mateo mathieu mathilde matthew maung maureen maurice mauricio maxime meena mehdi mehmet
  mekdes melanie meryem michael michel micheline michelle miguel mikhail milica milton moctar modou mohamad mohamed
  mohammad mohammed molly mona monica monique mounir mourad moussa muhammad mukesh murat murielle mustafa mustapha
  mwangi nabil nadia nadine najat nancy naomi narges nasrin nasser natalia natalie nathalie nawal ndeye neema neha
  nelson nestor ngone ngozi nguyen niamh nicholas nicola nicolas nicole nigel nikola nikolai nimal nisha nizar njeri
  nkosazana nneka noemie nomsa noor nora norma nour noura obinna ochieng octavio odile oksana oleg oleksandr olena
  olga oliver olivia olivier olu oluwaseun omar oscar osman othman otieno oumar oumou ousmane ousseynou pablo pamela
  parisa pascal patrice patricia patrick paul paula pauline paulo pavel pedro penda perrine peter petr petra philip
  philippe pierre pooja pradeep prakash precious priya putri rachel rachid rachida rafael rafaela rafiq rahma rahul
  rajesh rakesh ramesh ramiro ramon rania raphael raquel rasha rashid raul ravi raymond rebeca rebecca reem regine
  rehema rekha remi renaud rene reza ricardo richard ritu robert roberto rocio rodolfo rodrigo rogelio roger rojda
  rokeya rokhaya roland romain ronan rosa rosemary ruben rudo ruth ryan saad sabine sadia saida sakura saleh salif
  salim salma samantha samba sami samir samira samuel sandeep sandra sandrine sanjay sarah sarita sean sebastian
  sebastien sekou selam selin serge sergei sergey sergio seydou shabnam shahid shanti sharon sheila shirin sidy silvia
  simon sinead siobhan sipho siti sofia sofiane solange sophie souleymane soumaya stanislav stephane stephanie stephen
  steven stuart suleiman sunil sunita suresh susan susana suzanne svetlana sylvain sylvie tahar tarek tariq tatenda
  tatiana tatyana tendai teresa tereza tesfaye thabo thandi thanh themba theresa therese thiago thida thierry thomas
  tidiane tigist timothy tom tomas tony tracy tunde ursula valentin valentina valeria valerie vanessa vasyl veronica
  veronique vicente victor vijay vikram viktor vincent virginie viviana vladimir volodymyr wael wafa wairimu walid
  walter wanjiku wendy william wilson xavier xiaobo ximena xolani yacouba yahya yann yannick yasmin yasmine yasser
  yassine yaw yesenia yetunde yohannes yolanda younes yousef youssef youssouf yuki yulia yuri yusuf yves yvette yvonne
  zahra zainab zakaria zanele zawadi zeinab zeinabou zeynep zhang zineb zoe zohra zoran
`);

/** Titles, as they are spelt, without a full stop. */
export const TITLES = wordsOf(`
  Mr Mrs Ms Miss Mx Dr Dra Prof M MM Mme Mmes Mlle Me Sr Sra Srta Rev Fr Madame Monsieur Mademoiselle Maître Docteur
  Docteure Professeur Professeure Professor Doctor Señor Señora Señorita Doña Don Licenciado Licenciada Lic Ing Abg
  Sheikh Cheikh Imam Imâm Pastor Pasteur Padre Hermano Hermana Sor Père Frère Sœur Father Brother Sister Sir Dame Lady
  Lord Hajj Hadj Ustaz
`);

/** What a person is to others; stands right before the name, or right after it and a comma. */
export const ROLES = wordsOf(`
  parole  abogada abogado activist activista alias ami amie amiga amigo animateur animatrice
  appele appelee aunt avocat avocate benevole blogger blogueur blogueuse brother called campaigner chairperson
  chairwoman chercheur chercheuse colleague colleagues collegue collegues compagnon companera companero
  coordinador coordinadora coordinateur coordinator coordinatrice coordonnateur coordonnatrice cousin cousine   daughter defender defenseur defenseure defensor defensora detainee detenida detenido detenu detenue directeur
  director directora directrice dit dite docteur doctor enfermera enseignant enseignante epouse epoux esposa esposo
  estudiante etudiant etudiante farmer father femme fille fils fisherman fondateur fondatrice frere friend
  fundador fundadora hermana hermano hija hijo husband infirmier infirmiere interviewee investigador investigadora
  journalist journaliste lawyer leader lider lideresa llamada llamado madre maestra maestro mari marido
  member membre mere miembro militant militante mother named neighbor neighbour nephew neveu niece nina
  nino nomme nommee nurse oncle padre pastor pecheur pere periodista photographe photographer poet poete
  portavoz porte-parole prenomme prenommee presa preso prisoner prisonnier prisonniere profesor
  profesora professeur professeure protester reporter researcher senor senora sindicalista
  singer sister sobreviviente soeur son spokesman spokesperson spokeswoman student survivante survivor syndicaliste
  tante teacher temoin tesorera tesorero testigo tia tio trade-unionist treasurer tresorier tresoriere uncle vecina
  vecino veuve victim victima victime villager viuda vocera vocero voisin voisine voluntaria voluntario volunteer
  widow wife witness `);

/** Public offices: who holds one is named for the office, and is not asked for consent. */
export const OFFICES = wordsOf(`
  experto experta  alcalde alcaldesa ambassadeur ambassador ambassadrice canciller chair chairman chancelier chancellor comisionada
  comisionado commissaire commissioner depute deputee deputy dictator diputada diputado embajador embajadora expert
  experte gobernador gobernadora gouverneur governor judge juez jueza juge justice king maire minister ministers
  ministra ministre ministres ministro pope premier president presidenta presidente presidential presidents prince
  princess prosecutor queen rapporteur rapporteure rapporteurs rapporteuse reina reine relator relatora rey roi
  secretaire secretario secretary secretary-general senador senadora senateur senator senatrice speaker vice-president
`);

/** What is named after people. */
export const NAMED_AFTER = wordsOf(`
  acte aeroport aeropuerto airport asociacion association avenida avenue award bar barrio biblioteca bibliotheque
  boulevard bourse bridge cafe calle camino camp campamento campo carcel carrera casa center centre centro church city
  ciudad clinic clinica clinique code colectivo colegio collectif college colonia commune comuna county departamento
  diario district distrito ecole eglise escuela estadio estado etat farm ferme finca fleuve fondation foundation
  fundacion group groupe grupo hacienda hall hopital hospital hotel iglesia ile impasse institut institute instituto
  isla island journal lac lago lake lane law ley library loi lycee maison medaille mina mine mont monte mosque mosquee
  mount municipio musee museo museum network newspaper ngo ong operacion operation organisation organizacion parc park
  parque paseo periodico place plan plaza port premio prision prison prix programa programme project projet province
  provincia proyecto puerto quai quotidien radio red region reglas regles reseau rio river road route rue rules sala
  salle school square stade stadium state street teatro theater theatre universidad universite university vereda
  village ville
`);

/** Words in names of organisations, papers, places and days. */
export const OTHER_NAMES = wordsOf(`
  framework strait eid camp fair future truth too tear gas zero hour high level  access addis ababa aires abeba belem buenos canaveral cali capetown chiapas cochabamba colombo darfur delhi donbas forms gaza good
  governance harare haram hong horizonte houston independante independiente independientes independant ivoire jeddah jerusalem kampala
  karachi kinshasa kong kosovo kuala kyiv lagos lumpur mahal manila mosul mumbai nairobi now ouagadougou phnom penh poor porto
  potosi quezon rebellion rica sanaa sarajevo tegucigalpa tel aviv tigray tripoli ulaanbaatar
  abril academy acceso accord accords act acta acte actes action actions acuerdo affairs africa africain africaine
  african africana afrique agence agencia agency agenda agosto agreement aid aide alianza alliance alternatives
  america american americana americano amerique amigos amis amnesty amnistia amnistie ancestral android anti aout
  appel april arab arabe arabia article articulo asamblea asia asian asie asociacion assemblee assembleia assembly
  association associations attorney august authority autorite avenue avril award awards banco bank banque barrio bay
  bill black board boulevard branch bridge brigade british bulletin bureau business cabildo calle camino camp campagne
  campaign campana canal cape capital caravan caravane carta casa case center centre centro chamber chambre change
  chapter chart charte charter child children christmas church cite city ciudad civic civil climate clinic club
  coalicion coalition coast code codigo colectivo colegio collectif collective college colonia comision comissao
  comite commission committee common commonwealth communaute communes community compact company comuna comunidad
  comunidades conference conferencia congres congreso congress conseil consejo constitucion constitution consulate
  contra convencion convention cooperation cooperative coordinadora coordination corporacion corporation corps
  corregimiento cortes cote council countries country county cour court courts covid crisis croix cross cruz cultural
  culture cup daily day days decade december decembre declaracion declaration decree decret decreto defence defenders
  defensa defense defenseurs defensores defensoria delegation democracia democracy democratic democratie departamental
  departamento departement department derechos desarrollo desert deuxieme development developpement dia dialogue
  diciembre digital dimanche direct direction directive disability division doctors doctrine domingo droit droits east
  easter eastern economic economica educacion education eglise eight ejido embajada embassy emergency encuentro energy
  enero enfants environment equality equipo espace espacio espana estado estados etat etats europa europe europea
  european europeen europeenne europeo examen excel exchange express facebook facultad faculty family farmers febrero
  february federacao federacion federal federation femmes ferme festival fevrier field fille filles fiscal fiscalia
  fleuve fondation fondo fonds food foot for force forces foreign forest foro forum foundation foyer francaise france
  free freedom frente friday friends front frontera frontieres frontline fund fundacao fundacion gas gazette gender
  general generale geneva geneve girls global gobierno golfe google gouvernement government grand grande great green
  group groupe grupo guard guerra guide guidelines gulf haut health heritage high highway hill hogar home homme hommes
  hopital hospital hotel house housing humaine humains human humanitarian humanos hydro iglesia ile iles immigration
  impact independent index indigena indigenas indigenous infantil information iniciativa initiative instagram institut
  institute institution instituto integral interior internacional international internationale internationales
  internet investment iphone isla islam islamic island islands islas issue january janvier jeudi jeunes jeunesse
  journal journalists jueves juillet juin julio july june junio junta justice justicia justiciables juvenil juzgado
  kingdom kingdoms labor labour lac ladera lago lake land latin latina latine latino law laws lawyers league lei
  lesbian ley liberation libertad liberte library libre liga ligue linkedin local loi lois london lower lundi lunes
  lutheran lycee madre madres magazine mai maison maisons mandate mar march marcha marche mardi maritime market mars
  martes marzo master may mayo mayor medecins media medical memorial mer mercredi mesa microsoft middle miercoles
  militar military mine mines mining ministere ministerio ministry minority mission model monday monitor mont montagne
  monte monument mosque mountain mountains mouvement movement movimiento mujer mujeres municipal municipalidad
  municipality municipio musee museo museum muslim nacion nacional nacionales naciones nation national nationale
  nationales nations native nature negra network new news newspaper ninas ninos noel nord norte north northern note
  notre november novembre noviembre nuclear nueva nuevo objectif objetivo observatoire observatorio observatory ocean
  october octobre octubre office official oficina ombudsman online open operation opposition orden order orders
  organisation organisations organizacion organization orient oriental orientale origin ouest outlook oxfam pacific
  pacifique pacte pacto padres page paix palace palacio palais panel parc park parlamento parlement parliament
  parroquia parti partido partie party path pays paz peace penal people peoples permanent personas petroleum peuple
  peuples philippines place plan plataforma plateforme platform plaza police policia policies policy political
  politique pont populaire popular popularaire port portal poste power premier premiere prensa press presse pride
  prime primera primero principe principios principle principles prison prix pro procedures procureur program programa
  programme project projet protection protocol protocole protocolo province provincia provincial proyecto public
  publica publico pueblo pueblos puente puerto question questionnaire radio ramadan ramsar rapport rapporteur
  rassemblement recherche recommendation reconciliation red reform refugee refugees regional register registry relief
  report reporteros reporters represion republic republica republique rescue reseau reserve resguardo resistance
  resolucion resolution responsabilite responsibility reunion review revolution revue rey rico right rights rio rising
  river rivieres road roma royal rue rules rural russian sabado sahara sahel saint sainte salud salvador samedi san
  sanctions santa sante santo sao saturday save school science sea second secretaria secretariat section sector
  securite security segundo seguridad senado senat senate sept september septembre septiembre service services session
  sierra sindicato site sitio small social sociale sociales sociedad societe society solidaire solidaires solidaridad
  solidarite solidarity south southern soviet special state states station statute strategy street student students
  study subcommittee submission sud summit sunday superior suprema supreme supremo sur sustainable syndicat system
  table task team telegram television temple terra terre territoire territorial territories territory theatre third
  thursday tierra tierras tiktok times title too torture tower town trabajadores trabajo trade training transit
  transition transparency travail travailleurs treaty tres tribunal trust truth tuesday twitter uni unidad unidas
  unidos unie unies union unions unit united universal universelle universidad universitaire universite university
  upper urban valle vallee valley vatican vendredi vereda verite victims vida vie viernes vigilance villa village
  ville violence voices volunteers wall war watch water web wednesday week welfare west western whatsapp white wide
  wikipedia windows witness woman women word workers workshop world year years york youth youtube zona zone
`);

/** Words that open a sentence with a capital letter. */
export const LITTLE_WORDS = wordsOf(`
  all any toda todas tu  a about according ademas afin after ainsi al alors also although among an and as asimismo at au aucun aucune aujourd
  aunque aussi autres aux avant avec because before both but by car ce cela cependant certain certains ces cet cette
  ceux chaque comme como con contre cuando dans de dear depuis des desde despues donc du durante during each el ella
  ellas elle elles ellos en encore entre es esta estas este estos et even every few finally first following for from
  fue fueron furthermore given hace has hasta have hay he hemos her here his how however i if il ils in instead is it
  its je la las later le les leur leurs lo lorsque los mais malgre many me mi mon more moreover most muchas muchos my
  ni no non nos notre nous nuestra nuestras nuestro nuestros o of on only or other otras otros ou oui our over par
  para parmi pendant pero plus plusieurs por porque pour pourquoi puis quand quant que quelques qui quoi sa sans see
  segun selon ses several she si sin since sobre some son sous still su such suite sur tambien that the their then
  there therefore these they this those though three through thus to todos tous tout toute toutefois toutes tras two
  un una unas under une unos until upon us usted vers via voici voila vos votre vous was we were what when where
  whether which while who why with within without y ya yes yet yo you your
`);

/** Those of `OTHER_NAMES` that are common names of families too. */
export const FAMILY_NAMES = wordsOf(`
  bay black bridge campo camp casa church country cruz day field franco forest france frances french gold golden grant
  green grove guerra hall highway hill house king lake lago land law long lopez mar march mars master masters may mesa mill monte
  mont moon page paris park parks paz plaza pont porter price prince puente rey rios rivera river rose salvador santos
  sea sierra small stone temple terra torres town valle vega vida villa wall washington water waters west white winter wood
  woods young
`);
