using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Plan;

/// <summary>Gives out street names, each once per kind of street until they run out.</summary>
public sealed class StreetNames
{
    static readonly string[] s_people =
    [
        "Victor-Hugo", "Émile-Zola", "Jean-Moulin", "Louise-Michel", "Pasteur", "Marie-Curie", "Voltaire", "Jules-Ferry", "Jules-Verne",
        "George-Sand", "Aristide-Briand", "Léon-Blum",
        "Ambroise-Croizat", "Paul-Éluard", "Louis-Aragon", "Berthelot", "Lavoisier", "Ampère", "Arago", "Condorcet", "Diderot",
        "Montaigne", "Rabelais", "Ronsard", "La Fontaine", "Molière",
        "Racine", "Corneille", "Beaumarchais", "Balzac", "Flaubert", "Stendhal", "Maupassant", "Baudelaire", "Verlaine", "Rimbaud",
        "Apollinaire", "Colette", "Simone-de-Beauvoir", "Simone-Veil",
        "Olympe-de-Gouges", "Hubertine-Auclert", "Germaine-Tillion", "Lucie-Aubrac", "Missak-Manouchian", "Pierre-Brossolette",
        "Guy-Môquet", "Danielle-Casanova", "Gabriel-Péri", "Marcel-Cachin",
        "Henri-Barbusse", "Romain-Rolland", "Anatole-France", "Charles-Péguy", "Alain-Fournier", "Saint-Exupéry", "Jean-Mermoz",
        "Hélène-Boucher", "Maryse-Bastié", "Roland-Garros", "Clément-Ader",
        "Blériot", "Claude-Monet", "Auguste-Renoir", "Paul-Cézanne", "Berthe-Morisot", "Camille-Claudel", "Auguste-Rodin", "Édouard-Manet",
        "Henri-Matisse", "Georges-Braque", "Fernand-Léger",
        "Suzanne-Valadon", "Hector-Berlioz", "Claude-Debussy", "Maurice-Ravel", "Georges-Bizet", "Lili-Boulanger", "Erik-Satie",
        "Gabriel-Fauré", "Édith-Piaf", "Georges-Brassens", "Jacques-Prévert",
        "Denis-Papin", "Gutenberg", "Sadi-Carnot", "Gambetta", "Thiers", "Clemenceau", "Poincaré", "Jean-Macé", "Ferdinand-Buisson",
        "Célestin-Freinet", "Maria-Montessori", "Vauban", "Lakanal",
        "Mirabeau", "Danton", "Desmoulins", "Hoche", "Kléber", "Marceau", "Surcouf", "Champollion", "Lamartine", "Chateaubriand", "Musset",
        "Vigny", "Madame-de-Sévigné", "Louise-Labé",
    ];

    static readonly string[] s_things =
    [
        "des Acacias", "des Aubépines", "des Bleuets", "des Bouleaux", "des Bruyères", "des Camélias", "des Cerisiers", "des Charmes",
        "des Châtaigniers", "des Chênes", "des Coquelicots", "des Cyprès",
        "des Églantiers", "des Érables", "des Frênes", "des Genévriers", "des Glycines", "des Hêtres", "des Iris", "des Jasmins",
        "des Jonquilles", "des Lauriers", "des Lavandes", "des Lilas", "des Lys",
        "des Magnolias", "des Marguerites", "des Marronniers", "des Mélèzes", "des Mimosas", "des Mûriers", "des Myosotis",
        "des Noisetiers", "des Noyers", "des Œillets", "des Orchidées", "des Pâquerettes",
        "des Peupliers", "des Pins", "des Pivoines", "des Platanes", "des Primevères", "des Roses", "des Sapins", "des Saules",
        "des Sorbiers", "des Tilleuls", "des Tulipes", "des Violettes",
        "des Alouettes", "des Bergeronnettes", "des Chardonnerets", "des Fauvettes", "des Grives", "des Hirondelles", "des Loriots",
        "des Martinets", "des Merles", "des Mésanges", "des Pinsons",
        "des Rossignols", "des Rouges-Gorges", "des Tourterelles", "du Verger", "du Lavoir", "du Puits", "de la Fontaine", "du Four",
        "de la Forge", "du Pressoir", "de la Grange", "du Colombier",
        "de la Croix", "du Calvaire", "des Vignes", "des Prés", "du Ruisseau", "de la Source", "de l'Étang", "des Sablons",
        "de la Carrière", "de la Butte", "du Coteau", "de la Plaine", "du Vallon",
    ];

    static readonly string[] s_old =
    [
        "des Tanneurs", "des Drapiers", "des Orfèvres", "des Bouchers", "de la Poterne", "du Chapitre", "de l'Évêché", "des Carmes",
        "des Cordeliers", "des Ursulines", "du Beffroi", "de la Halle-au-Blé",
        "du Vieux-Marché", "aux Juifs", "de la Monnaie", "du Grenier-à-Sel", "des Boulangers", "de la Vieille-Porte", "du Rempart",
        "des Fossés", "Sainte-Anne", "Saint-Nicolas", "Saint-Étienne", "Saint-Martin",
        "du Pilori", "de l'Écu-d'Or", "du Cheval-Blanc", "du Lion-d'Or", "des Trois-Rois", "de la Pie", "du Chat-qui-Dort", "des Clercs",
        "des Écoles", "du Collège", "de la Comédie", "du Palais", "des Arquebusiers",
        "du Jeu-de-Paume", "de l'Abreuvoir", "du Port", "des Bateliers", "de la Pêcherie", "du Moulin-à-Poudre", "de la Petite-Rivière",
        "du Château", "de la Tour", "du Guet", "du Donjon",
    ];

    static readonly string[] s_estate =
    [
        "de Bretagne", "de Normandie", "de Picardie", "de Champagne", "d'Alsace", "de Lorraine", "de Bourgogne", "du Jura", "de Savoie",
        "du Dauphiné", "de Provence", "du Languedoc", "du Roussillon", "de Gascogne",
        "du Béarn", "d'Aquitaine", "de Saintonge", "du Poitou", "d'Anjou", "de Touraine", "du Berry", "du Bourbonnais", "d'Auvergne",
        "du Limousin", "du Quercy", "du Rouergue", "du Velay", "du Vivarais",
        "Salvador-Allende", "Pablo-Neruda", "Nelson-Mandela", "Rosa-Parks", "Martin-Luther-King", "Youri-Gagarine", "Valentina-Terechkova",
        "Pablo-Picasso", "Joan-Miró", "Federico-García-Lorca", "Henri-Wallon",
        "Jean-Vilar", "Gérard-Philipe", "Jacques-Brel", "Boris-Vian", "Frida-Kahlo", "Joséphine-Baker", "Angela-Davis", "de l'Europe",
        "de la Paix", "de l'Amitié", "de la Fraternité", "de l'Égalité", "du 8-Mai-1945",
        "du 19-Mars-1962", "du 11-Novembre", "de la Résistance", "de la Libération", "des Droits-de-l'Homme", "des Cheminots",
        "des Métallos", "des Bâtisseurs", "des Compagnons", "de la Commune-de-Paris",
    ];

    readonly Dictionary<string, Queue<string>> _left = new(StringComparer.Ordinal);

    /// <summary>A name such as "Rue des Lilas" that suits a neighbourhood.</summary>
    public string Next(string kind, Fabric fabric)
    {
        var theme = fabric == Fabric.OldTown ? s_old : fabric == Fabric.Estate ? s_estate : fabric == Fabric.Faubourg ? s_people : s_things;
        var key = $"{kind} {theme[0]}";
        if (!_left.TryGetValue(key, out var queue) || queue.Count == 0)
        {
            // When a theme runs out its kind of street goes on with the names of another.
            var isFirstRound = queue is null;
            var all = (isFirstRound ? theme : theme == s_people ? s_things : s_people).ToList();
            new Rng((ulong)key.Length * (isFirstRound ? 31UL : 37UL)).Shuffle(all);
            _left[key] = queue = new Queue<string>(all);
        }

        return $"{kind} {queue.Dequeue()}";
    }
}
