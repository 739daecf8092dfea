// All that the page says, in French and in English.
import { state } from "./state.mjs";

/** @returns {"fr"|"en"} */
export const language = () => state().lang;

/**
 * A text in the language of the page; `{name}` is replaced by the value of that name.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = (language() === "en" ? english : french)[key];
  return text === undefined ? key : text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {any} row @param {string} column without its language @returns {string} a text that the run has in both languages, or in French alone */
export const own = (row, column) => row[`${column}_${language()}`] ?? row[`${column}_fr`] ?? row[column] ?? "";

const french = {
  skip: "Aller aux résultats",
  question: "Un quartier populaire est-il à plus d’une demi-heure de son centre-ville ?",
  answer: "{conforming} quartiers sur {all} tiennent la limite ; {share} des {residents} habitants sont à {limit} min ou moins.",
  answerOne: "{conforming} quartier sur {all} tient la limite ; {share} des {residents} habitants sont à {limit} min ou moins.",
  loading: "Lecture des résultats…", failed: "Les résultats n’ont pas pu être lus.", failedPart: "Cette partie n’a pas pu être lue.", retry: "Réessayer",
  empty: "Ce calcul ne contient aucun quartier.", noMap: "La carte ne peut pas être dessinée ici (WebGL manque) ; le tableau et les fiches restent complets.",
  otherLanguage: "English", otherLanguageCode: "en", share: "Partager", shared: "Adresse copiée : elle montre cette vue.", shareBy: "L’adresse de la page montre cette vue.",
  tabDistricts: "Quartiers", tabIsochrone: "Isochrone", tabs: "Parties de la page", mapArea: "Carte", panel: "Résultats",
  mapLabel: "Carte des quartiers colorés par verdict ; les mêmes chiffres sont dans le tableau",
  mode: "Mode", rule: "Règle", limit: "Limite", limitValue: "{limit} min", limitOwn: "limite du calcul : {limit} min", limitFixed: "Cette règle n’existe qu’à {limit} min.",
  reset: "Revenir au verdict",
  verdictMode: "Verdict", walk: "À pied", bicycle: "Vélo", car: "Voiture", transit: "Transports en commun", bicycle_transit: "Vélo + TC", wheelchair: "Fauteuil",
  wheelchair_transit: "TC en fauteuil (accès connu)", wheelchair_transit_unknown: "TC en fauteuil (inconnu compris)",
  short_walk: "À pied", short_transit: "TC", short_car: "Voiture",
  by_walk: "à pied", by_bicycle: "à vélo", by_car: "en voiture", by_transit: "en transports en commun", by_bicycle_transit: "à vélo et en transports en commun", by_wheelchair: "en fauteuil",
  by_wheelchair_transit: "en transports en commun en fauteuil", by_wheelchair_transit_unknown: "en transports en commun en fauteuil", or: "ou",
  rulesWindow: "Heure de départ", rulesCentrality: "Centralité", rulesShare: "Part d’habitants exigée", rulesFixed: "Autre moment, autre vitesse",
  rule_own: "Règle du verdict", rule_best: "Meilleur départ de la plage", rule_median: "Départ médian", rule_mean: "Moyenne de la plage", rule_p85: "85e centile de la plage", rule_worst: "Pire départ de la plage",
  rule_centrality_main: "Vers la centralité principale", rule_centrality_each: "Vers chacune des centralités",
  rule_share_50: "50 % des habitants suffisent", rule_share_80: "80 % des habitants suffisent", rule_share_90: "90 % des habitants suffisent", rule_share_95: "95 % des habitants suffisent", rule_share_100: "Tous les habitants",
  rule_return: "Retour en fin de journée", rule_evening: "Retour le soir", rule_saturday: "Samedi après-midi", rule_sunday: "Dimanche après-midi", rule_walk_minus_10: "Marche 10 % plus lente", rule_walk_plus_10: "Marche 10 % plus rapide",
  shown: "Part des habitants à {limit} min ou moins, {by}. {rule}.", shownRule: "Règle du verdict : départ {window}, meilleure centralité", shownRuleStreet: "Meilleure centralité",
  window_median: "médian", window_best: "le meilleur", window_mean: "moyen", window_p85: "au 85e centile", window_worst: "le pire",
  conforming: "conforme", partly: "en partie", not_conforming: "non conforme", not_computable: "non calculable",
  conforming_long: "Conforme", partly_long: "En partie conforme", not_conforming_long: "Non conforme", not_computable_long: "Non calculable",
  legend: "Légende", cellLegend: "Carreaux habités", cellWithin: "dans la limite", cellBeyond: "au-delà",
  layers: "Couches", layer_lines: "Lignes", layer_stops: "Arrêts", layer_communes: "Communes",
  tableCaption: "Verdicts par quartier", district: "Quartier", residents: "Habitants", residentsPoints: "Points", within: "≤ {limit} min", median: "Médiane", worst: "Pire", verdict: "Verdict",
  medianHelp: "Temps médian des habitants, minutes:secondes", worstHelp: "Temps du carreau le plus lent, minutes:secondes", withinHelp: "Part des habitants dans la limite",
  tableNote: "Temps en minutes:secondes, jusqu’à la centralité.",
  back: "Tous les quartiers", inhabitants: "{count} habitants", points: "{count} points",

  why: "Pourquoi", takes: "Ce qu’il faudrait", flips: "Ce qui changerait le verdict", noFlip: "Aucune autre règle, vitesse ou limite essayée.",
  profile: "Le temps selon l’heure de départ", profileLead: "Temps médian des habitants vers la meilleure centralité, à pied ou en transports en commun, pour chaque seconde entre {from} et {to}.",
  profileGap: "Plus long moment hors limite : de {from} à {to}.", profileNoGap: "Toute la plage est dans la limite pour tous.", profileShare: "La limite tient pendant {share} de la plage, en moyenne sur les habitants.",
  profileCursor: "Départ {time} : {minutes} ; {share} des habitants dans la limite", profileLabel: "Heure de départ ; flèches pour parcourir la courbe", profileBand: "Bande du bas : plus elle est bleue, plus il y a d’habitants dans la limite.", profileTable: "La courbe en tableau", departureTime: "Départ de", departureTo: "à", medianTime: "Temps médian",
  journey: "Le goulot du trajet", journeyLead: "Trajet moyen des habitants : {bottleneck} pèse le plus.", walk_out: "marche au départ", wait: "attente", ride: "à bord", transfer: "correspondance", walk_in: "marche à l’arrivée",
  the_walk_out: "la marche au départ", the_wait: "l’attente", the_ride: "le trajet à bord", the_transfer: "la correspondance", the_walk_in: "la marche à l’arrivée",
  marginalAnytime: "L’habitant qui décide du verdict : {minutes}, à toute heure", marginal: "L’habitant qui décide du verdict : départ {departure}, {minutes}", leg_walk: "Marche", leg_walk_to: "Marche jusqu’à {to}", leg_wait: "Attente à {from}", leg_ride: "Ligne {line} vers {headsign}, jusqu’à {to}", leg_transfer: "Correspondance vers {to}",
  health: "Accès à la santé", services: "Accès aux services", classColumn: "Lieu le plus proche", more: "Tout afficher ({count})", timesNote: "Temps médians, minutes:secondes ; « – » : hors d’atteinte ou non calculé.",
  transitService: "Desserte", transitLine: "{lines} lignes ({names}) ; {departures} départs par heure le matin, du premier à {first} au dernier à {last} ; {share} des habitants à {meters} m d’un arrêt.", transitLineOne: "1 ligne ({names}) ; {departures} départs par heure le matin, du premier à {first} au dernier à {last} ; {share} des habitants à {meters} m d’un arrêt.",
  checklist: "Services que le quartier doit avoir", inside: "dans le quartier", itinerant: "itinérant", walk_10_min: "à 10 min à pied", transit_30_min: "à 30 min en TC", absent: "absent", unknown: "inconnu",
  isoTitle: "Jusqu’où va-t-on ?", isoLead: "Cliquez la carte : tout ce qui s’atteint depuis ce point se colore. Au clavier, déplacez la carte puis partez de son centre.", isoHere: "Partir du centre de la carte", isoFromDistrict: "Jusqu’où va-t-on d’ici ?",
  isoMissing: "Ce calcul n’a pas de réseau : les isochrones ne sont pas disponibles.", isoLimits: "Limites", isoDeparture: "Départ", isoWindow: "médiane de la plage", isoAt: "à {time}", isoFrom: "Depuis tous les carreaux habités de {at}, le plus proche comptant. Cliquez la carte pour partir d’un point.", isoComputing: "Calcul…",
  isoArea: "Surface", isoPopulation: "Habitants des quartiers", isoLimit: "Limite", isoEmpty: "Rien ne s’atteint depuis ce point.", isoClear: "Effacer", isoNow: "Point de départ, {lon} ; {lat}", km2: "{value} km²", isoModes: "Mode de l’isochrone",
  search: "Quartier, commune ou lieu", searchNone: "Rien de ce nom.", searchCount: "{count} résultats", kind_district: "quartier", kind_commune: "commune", kind_centrality: "centralité", searching: "Recherche…",
  download: "Télécharger", downloadShown: "Ce qui est montré", downloadTable: "Tableau (CSV)", downloadMap: "Quartiers (GeoJSON)", downloadIsochrone: "Isochrone (GeoJSON)", downloadAll: "Tout le calcul", everything: "GeoPackage, toutes les couches", each: "Couche par couche", how: "Comment ces chiffres ont été calculés", downloadColumns: "code,quartier,mode,regle,limite_min,habitants,part_dans_la_limite,mediane_s,pire_s,verdict",
  sources: "Données : {sources}", stop: "Arrêt {name}", stopUnnamed: "Arrêt", stopLine: "Ligne {lines}", stopLines: "Lignes {lines}",
};

const english = {
  skip: "Go to the results",
  question: "Is a popular district more than half an hour from its town centre?",
  answer: "{conforming} of {all} districts keep the limit; {share} of {residents} residents are {limit} min or less away.",
  answerOne: "{conforming} of {all} districts keeps the limit; {share} of {residents} residents are {limit} min or less away.",
  loading: "Reading the results…", failed: "The results could not be read.", failedPart: "This part could not be read.", retry: "Try again",
  empty: "This run has no district.", noMap: "The map cannot be drawn here (WebGL is missing); the table and the details are complete.",
  otherLanguage: "Français", otherLanguageCode: "fr", share: "Share", shared: "Address copied: it shows this view.", shareBy: "The address of the page shows this view.",
  tabDistricts: "Districts", tabIsochrone: "Isochrone", tabs: "Parts of the page", mapArea: "Map", panel: "Results",
  mapLabel: "Map of the districts coloured by verdict; the same figures are in the table",
  mode: "Mode", rule: "Rule", limit: "Limit", limitValue: "{limit} min", limitOwn: "limit of the run: {limit} min", limitFixed: "This rule exists at {limit} min only.",
  reset: "Back to the verdict",
  verdictMode: "Verdict", walk: "On foot", bicycle: "Bicycle", car: "Car", transit: "Public transport", bicycle_transit: "Bicycle + transit", wheelchair: "Wheelchair",
  wheelchair_transit: "Transit by wheelchair (known)", wheelchair_transit_unknown: "Transit by wheelchair (unknown included)",
  short_walk: "On foot", short_transit: "Transit", short_car: "Car",
  by_walk: "on foot", by_bicycle: "by bicycle", by_car: "by car", by_transit: "by public transport", by_bicycle_transit: "by bicycle and public transport", by_wheelchair: "by wheelchair",
  by_wheelchair_transit: "by public transport with a wheelchair", by_wheelchair_transit_unknown: "by public transport with a wheelchair", or: "or",
  rulesWindow: "Departure time", rulesCentrality: "Centrality", rulesShare: "Share of residents required", rulesFixed: "Another time, another speed",
  rule_own: "Rule of the verdict", rule_best: "Best departure of the window", rule_median: "Median departure", rule_mean: "Mean of the window", rule_p85: "85th percentile of the window", rule_worst: "Worst departure of the window",
  rule_centrality_main: "To the main centre", rule_centrality_each: "To each of the centralities",
  rule_share_50: "50% of residents are enough", rule_share_80: "80% of residents are enough", rule_share_90: "90% of residents are enough", rule_share_95: "95% of residents are enough", rule_share_100: "All residents",
  rule_return: "Way home, end of the day", rule_evening: "Way home in the evening", rule_saturday: "Saturday afternoon", rule_sunday: "Sunday afternoon", rule_walk_minus_10: "Walking 10% slower", rule_walk_plus_10: "Walking 10% faster",
  shown: "Share of residents {limit} min or less away, {by}. {rule}.", shownRule: "Rule of the verdict: {window} departure, best centrality", shownRuleStreet: "Best centrality",
  window_median: "median", window_best: "best", window_mean: "mean", window_p85: "85th percentile", window_worst: "worst",
  conforming: "conforming", partly: "partly", not_conforming: "not conforming", not_computable: "not computable",
  conforming_long: "Conforming", partly_long: "Partly conforming", not_conforming_long: "Not conforming", not_computable_long: "Not computable",
  legend: "Legend", cellLegend: "Inhabited cells", cellWithin: "within the limit", cellBeyond: "beyond",
  layers: "Layers", layer_lines: "Lines", layer_stops: "Stops", layer_communes: "Communes",
  tableCaption: "Verdicts by district", district: "District", residents: "Residents", residentsPoints: "Points", within: "≤ {limit} min", median: "Median", worst: "Worst", verdict: "Verdict",
  medianHelp: "Median time of residents, minutes:seconds", worstHelp: "Time of the slowest cell, minutes:seconds", withinHelp: "Share of residents within the limit",
  tableNote: "Times in minutes:seconds, to the centrality.",
  back: "All districts", inhabitants: "{count} residents", points: "{count} points",

  why: "Why", takes: "What it would take", flips: "What would change the verdict", noFlip: "No other rule, speed or limit that was tried.",
  profile: "The time by departure", profileLead: "Median time of residents to the best centrality, on foot or by public transport, for each second between {from} and {to}.",
  profileGap: "Longest time beyond the limit: from {from} to {to}.", profileNoGap: "The whole window is within the limit for all.", profileShare: "The limit holds for {share} of the window, on average over residents.",
  profileCursor: "Departure {time}: {minutes}; {share} of residents within the limit", profileLabel: "Departure time; arrow keys walk along the curve", profileBand: "Strip below: the bluer, the more residents are within the limit.", profileTable: "The curve as a table", departureTime: "Departure from", departureTo: "to", medianTime: "Median time",
  journey: "The bottleneck of the journey", journeyLead: "Mean journey of residents: {bottleneck} weighs most.", walk_out: "walk at the start", wait: "wait", ride: "ride", transfer: "transfer", walk_in: "walk at the end",
  the_walk_out: "the walk at the start", the_wait: "the wait", the_ride: "the ride", the_transfer: "the transfer", the_walk_in: "the walk at the end",
  marginalAnytime: "The resident who decides the verdict: {minutes}, at any time", marginal: "The resident who decides the verdict: departure {departure}, {minutes}", leg_walk: "Walk", leg_walk_to: "Walk to {to}", leg_wait: "Wait at {from}", leg_ride: "Line {line} towards {headsign}, to {to}", leg_transfer: "Transfer to {to}",
  health: "Access to health", services: "Access to services", classColumn: "Nearest place", more: "Show all ({count})", timesNote: "Median times, minutes:seconds; “–”: out of reach or not computed.",
  transitService: "Public transport service", transitLine: "{lines} lines ({names}); {departures} departures per hour in the morning, from {first} to {last}; {share} of residents within {meters} m of a stop.", transitLineOne: "1 line ({names}); {departures} departures per hour in the morning, from {first} to {last}; {share} of residents within {meters} m of a stop.",
  checklist: "Services that the district must have", inside: "in the district", itinerant: "itinerant", walk_10_min: "within a 10 min walk", transit_30_min: "within 30 min by transit", absent: "absent", unknown: "unknown",
  isoTitle: "How far can one go?", isoLead: "Click the map: all that can be reached from there is coloured. With the keyboard, move the map, then start from its centre.", isoHere: "Start from the centre of the map", isoFromDistrict: "How far can one go from here?",
  isoMissing: "This run has no network: isochrones are not available.", isoLimits: "Limits", isoDeparture: "Departure", isoWindow: "median of the window", isoAt: "at {time}", isoFrom: "From all inhabited cells of {at}, the nearest one counting. Click the map to start from a point.", isoComputing: "Computing…",
  isoArea: "Area", isoPopulation: "Residents of districts", isoLimit: "Limit", isoEmpty: "Nothing can be reached from this point.", isoClear: "Clear", isoNow: "Start, {lon}; {lat}", km2: "{value} km²", isoModes: "Mode of the isochrone",
  search: "District, commune or place", searchNone: "Nothing of that name.", searchCount: "{count} results", kind_district: "district", kind_commune: "commune", kind_centrality: "centrality", searching: "Searching…",
  download: "Download", downloadShown: "What is shown", downloadTable: "Table (CSV)", downloadMap: "Districts (GeoJSON)", downloadIsochrone: "Isochrone (GeoJSON)", downloadAll: "The whole run", everything: "GeoPackage, all layers", each: "Layer by layer", how: "How these figures were computed", downloadColumns: "code,district,mode,rule,limit_min,residents,share_within,median_s,worst_s,verdict",
  sources: "Data: {sources}", stop: "Stop {name}", stopUnnamed: "Stop", stopLine: "Line {lines}", stopLines: "Lines {lines}",
};
