//! The words of pages in French and English, apart from those of a dossier's ontology.

use text::date;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
}

/// A value for each language of the pages.
#[derive(Debug, Clone, Default)]
pub struct Each<T> {
    english: T,
    french: T,
}

impl<T> Each<T> {
    /// The values that a function gives for each language.
    pub fn of(value: impl Fn(Language) -> T) -> Self {
        Self {
            english: value(Language::English),
            french: value(Language::French),
        }
    }

    /// The values that a function gives for each language.
    ///
    /// # Errors
    /// The first error of the function.
    pub fn try_of<E>(value: impl Fn(Language) -> Result<T, E>) -> Result<Self, E> {
        Ok(Self {
            english: value(Language::English)?,
            french: value(Language::French)?,
        })
    }

    /// The value for a language.
    pub fn get(&self, language: Language) -> &T {
        match language {
            Language::English => &self.english,
            Language::French => &self.french,
        }
    }
}

impl Language {
    /// The languages of every site.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// The language of a tag (BCP 47): French for `fr…`, English for all others.
    pub fn of(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some(primary) if primary.eq_ignore_ascii_case("fr") => Self::French,
            _ => Self::English,
        }
    }

    /// Its tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// Its name for its speakers.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
        }
    }

    /// Its words.
    pub fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::French => &FRENCH,
        }
    }

    /// A text whose dates with a month are in words.
    pub fn dates_in(self, text: &str) -> String {
        date::in_text(text, self.tag())
    }

    /// A date for readers: `2025-02-10` as `10 February 2025`, `2024/2027` as `2024 to 2027`. What is no date is returned as it is.
    pub fn date(self, written: &str) -> String {
        date::display(written, self.tag())
    }
}

macro_rules! words {
    ($($name:ident = $english:literal, $french:literal;)+) => {
        /// The words of one language. A `{}` is the place of a name or number.
        #[derive(Debug)]
        pub struct Words {
            $(pub $name: &'static str,)+
        }
        const ENGLISH: Words = Words { $($name: $english,)+ };
        const FRENCH: Words = Words { $($name: $french,)+ };
    };
}

words! {
    start_page = "Start", "Accueil";
    sums = "Sums", "Sommes";
    disagreements = "Disagreements", "Désaccords";
    targets = "Targets", "Objectifs";
    timeline = "Timeline", "Chronologie";
    documents = "Documents", "Documents";
    entities = "Names", "Noms";
    questions = "Questions", "Questions";
    graphs = "Pictures", "Images";
    method = "Method", "Méthode";
    downloads = "Downloads", "Téléchargements";
    search = "Search", "Recherche";
    skip = "Skip to the content", "Aller au contenu";
    navigation = "Pages", "Pages";
    other_language = "This page in English", "Cette page en français";
    sum_for = " for {}", " pour {}| pour : {}";
    sum_paid_by = ", with {} as payer", ", à la charge de : {}";
    sum_received_by = ", with {} as recipient", ", au bénéfice de : {}";
    according_to = "According to {}", "Selon {}";
    as_said_by = "according to {}", "selon {}";
    reported_via = "reported through {}", "rapporté par {}";
    quotation = "The words", "Les mots";
    quoted_not_compared = "Quoted words, not compared with the text: it was not at hand.", "Mots cités, non comparés au texte : il n’était pas disponible.";
    no_passage = "This claim rests on no recorded passage.", "Cette affirmation ne s’appuie sur aucun passage noté.";
    text_not_at_hand = "The text was not at hand when this page was written; these are the words that were recorded.", "Le texte n’était pas disponible quand cette page a été écrite ; voici les mots notés.";
    text_changed = "The text at hand is another version than the one that was read.", "Le texte disponible n’est pas celui qui a été lu.";
    limit_reached = "Only the words that were recorded are shown: more would exceed what may be quoted of this document.", "Seuls les mots notés sont montrés : davantage dépasserait ce qui peut être cité de ce document.";
    words_withheld = "The words around it are not published: they name what is withheld.", "Les mots autour ne sont pas publiés : ils nomment ce qui ne l’est pas.";
    name_withheld = "This name is not published; what is said of it counts.", "Ce nom n’est pas publié ; ce qui en est dit compte.";
    withheld = "Not published: {}.", "Non publié : {}.";
    withheld_claims = "1 claim|{} claims", "1 affirmation|{} affirmations";
    withheld_documents = "1 document|{} documents", "1 document|{} documents";
    withheld_names = "1 name|{} names", "1 nom|{} noms";
    withheld_rows = "1 other row|{} other rows", "1 autre ligne|{} autres lignes";
    withheld_columns = "1 column|{} columns", "1 colonne|{} colonnes";
    withheld_in_no_total = "Claims that are not published count in no total and on no page.", "Les affirmations non publiées ne comptent dans aucun total ni sur aucune page.";
    withheld_method = "What is not published is in no page, no table and no file. A name that is not published has a number in its place, the same everywhere; what is said of it counts.", "Ce qui n’est pas publié n’est dans aucune page, aucune table, aucun fichier. Un nom non publié est remplacé par un numéro, partout le même ; ce qui en est dit compte.";
    verified = "The figure was found in these words.", "Le chiffre se trouve dans ces mots.";
    in_paragraph = "paragraph {}, sentence {}", "paragraphe {}, phrase {}";
    characters = "characters {}", "caractères {}";
    characters_of = "characters {} of {}", "caractères {} sur {}";
    row = "row {}", "ligne {}";
    source = "Source", "Source";
    open_source = "open the source", "ouvrir la source";
    archived_copy = "archived copy", "copie archivée";
    untitled = "untitled document, received as text", "document sans titre, reçu comme texte";
    printed = "published {}", "publication : {}";
    undated = "undated", "sans date";
    money = "Who pays", "Qui paie";
    payer = "Payer", "Payeur";
    recipient = "Recipient", "Bénéficiaire";
    payer_not_stated = "The document does not say who pays.", "Le document ne dit pas qui paie.";
    payer_not_recorded = "Who pays is not recorded.", "Qui paie n’est pas noté.";
    conflicts = "What does not fit", "En désaccord";
    clash_of_date = "When or where this was said is told in two ways that clash:", "La date ou l’occasion est dite de deux façons qui s’opposent :";
    clash_within = "When or where this was said is told in two ways that clash, in the same document:", "La date ou l’occasion est dite, dans le même document, de deux façons qui s’opposent :";
    on_the_occasion = "occasion: {}", "occasion : {}";
    others = "Other claims about the same", "Autres affirmations sur le même sujet";
    in_totals = "In the totals", "Dans les totaux";
    counts_in = "Counts in “{}”", "Compte dans « {} »";
    more_about = "All claims about {}", "Toutes les affirmations sur {}";
    left_out = "Left out of the totals", "Laissé hors des totaux";
    left_out_by = "Left out ({})", "Hors des totaux ({})";
    gives_way_to = "Gives way to", "Cède la place à";
    details = "What was recorded", "Ce qui a été noté";
    table_row = "Its row in the table", "Sa ligne dans la table";
    file = "File", "Fichier";
    column_name = "Column", "Colonne";
    cell = "Cell", "Cellule";
    as_data = "This claim as data", "Cette affirmation en données";
    status_history = "History", "Historique";
    status_changed = "{} on {}", "{} le {}";
    by = "by {}", "par {}";
    withdrawal_note = "This is the message that the money was taken back.", "Ceci est le message du retrait de l’argent.";
    withdrawn_note = "This claim no longer stands. It is kept, and counts in no total.", "Cette affirmation ne vaut plus. Elle est gardée et ne compte dans aucun total.";
    column = "Stage", "Stade";
    amount = "Amount", "Montant";
    remarks = "Remarks", "Remarques";
    claims = "Claims", "Affirmations";
    claim = "Claim", "Affirmation";
    by_programme = "By programme", "Par programme";
    by_funder = "By payer", "Par payeur";
    by_recipient = "By recipient", "Par bénéficiaire";
    by_currency = "By currency", "Par monnaie";
    by_kind = "By kind", "Par sorte";
    never_add = "Stages of one money are never added: what is announced, voted and paid is the same money. A disputed sum counts once, from the least to the greatest figure that can be compared.", "Les stades d’un même argent ne s’additionnent jamais : ce qui est annoncé, voté et payé est le même argent. Une somme disputée compte une fois, du plus petit au plus grand chiffre qui se compare.";
    sums_about = "Sums for {}", "Sommes pour {}";
    sums_paid_by = "Sums with {} as payer", "Sommes à la charge de : {}";
    sums_received_by = "Sums with {} as recipient", "Sommes destinées à : {}";
    reason = "Reason", "Raison";
    no_left_out = "No claim of money is left out.", "Aucune affirmation d’argent n’est laissée de côté.";
    over_time = "Over time", "Au fil du temps";
    over_time_of = "{}: what was said over time", "{} : ce qui a été dit au fil du temps";
    date = "Date", "Date";
    said_by = "Who says it", "Qui le dit";
    neighbours = "Linked with", "Liens";
    also_known_as = "Also called", "Aussi appelé";
    part_of = "Part of", "Fait partie de";
    parts = "Parts", "Parties";
    wikidata = "Wikidata", "Wikidata";
    class = "Kind", "Sorte";
    note = "Note", "Remarque";
    mentions = "Where it is mentioned", "Où il en est question";
    as_said_about = "Said about {}", "Affirmations sur {}";
    as_speaker = "Said by {}", "Dit par {}";
    as_funder = "With {} as payer", "À la charge de : {}";
    as_recipient = "Received by {}", "Reçu par {}";
    as_taking_back = "Corrected or withdrawn by {}", "Corrigé ou retiré par {}";
    as_other = "Other mentions", "Autres mentions";
    completeness = "Completeness", "Intégralité";
    publisher = "Publisher", "Éditeur";
    author = "Author", "Auteur";
    published = "Published", "Publié";
    passages_in_order = "Passages in order", "Passages dans l’ordre";
    address = "Address", "Adresse";
    about_dossier = "{} from {} about {}.", "{} de {} sur {}.";
    a_claim_is_no_fact = "A claim is what a document says. It is not a fact.", "Une affirmation est ce que dit un document. Ce n’est pas un fait.";
    largest_sums = "The largest sums", "Les plus grandes sommes";
    what_does_not_fit = "What does not fit together", "Désaccords";
    no_disagreement = "No two claims disagree.", "Aucune affirmation n’en contredit une autre.";
    other_voice = "The totals count what others say alone.", "Les totaux ne comptent que ce que disent ces autres.";
    replaced_or_refined = "Replaced or made more precise", "Remplacé ou précisé";
    replaced_or_refined_why = "A later or closer figure stands in the place of another: a person decided so, or the same voice said it, or a voice that no document names.", "Un chiffre plus récent ou plus précis prend la place d’un autre : une personne l’a décidé, ou la même voix l’a dit, ou une voix qu’aucun document ne nomme.";
    jointly_with = "with {}", "avec {}";
    money_picture = "Who pays and who receives", "Qui paie et qui reçoit";
    from_which_documents = "From which documents", "D’après quels documents";
    all_of_them = "All of them", "Tout voir";
    because = "Reason given: {}", "Raison donnée : {}";
    baseline = "Baseline", "Départ";
    target = "Target", "Objectif";
    due = "Due", "Échéance";
    no_targets = "No claim states a target.", "Aucune affirmation n’énonce d’objectif.";
    answer = "Answer", "Réponse";
    rows_of = "1 row|{} rows", "1 ligne|{} lignes";
    rows_shown = "The first {} of {} rows; the CSV has them all.", "Les {} premières de {} lignes ; le CSV les a toutes.";
    nothing_found = "Nothing in this dossier answers it. Parameters: {}.", "Rien dans ce dossier n’y répond. Paramètres : {}.";
    no_parameters = "none", "aucun";
    could_not_answer = "This question could not be answered: {}", "Cette question n’a pas pu recevoir de réponse : {}";
    default_is_no_name = "This question is about one name, and “{}” is none of this dossier: ask about another in SPARQL, or change the default in the query.", "Cette question porte sur un nom, et « {} » n’en est pas un de ce dossier : interrogez sur un autre en SPARQL, ou changez le nom par défaut dans la requête.";
    needs_network = "This question asks other servers and is not answered here.", "Cette question interroge d’autres serveurs ; elle n’a pas de réponse ici.";
    with_parameters = "With {}", "Avec {}";
    the_query = "The query (SPARQL)", "La requête (SPARQL)";
    picture_empty = "There is no picture: nothing in this dossier belongs in it.", "Pas d’image : rien dans ce dossier n’y a sa place.";
    picture_elsewhere = "The picture, with {} names and {} links, on a page of its own", "L’image, avec {} noms et {} liens, sur sa propre page";
    picture_large = "There is no picture: {} names and {} links are too many to draw.", "Pas d’image : {} noms et {} liens sont trop pour un dessin.";
    as_list = "The same as a list", "La même chose en liste";
    from_node = "From", "De";
    to_node = "To", "À";
    link = "Link", "Lien";
    for_other_programs = "For other programs", "Pour d’autres logiciels";
    stages = "Stages of money", "Stades de l’argent";
    reasons_left_out = "Why a claim is left out", "Pourquoi une affirmation est laissée de côté";
    marks = "Marks on totals", "Marques sur les totaux";
    aspects = "What keeps sums apart", "Ce qui tient des sommes à part";
    sectors = "Who pays: sectors", "Qui paie : secteurs";
    measure_roles = "What a figure measures", "Ce que mesure un chiffre";
    relations = "How claims stand to each other", "Comment les affirmations se rapportent entre elles";
    instruments = "Instruments", "Instruments";
    how_to_read = "How to read these pages", "Comment lire ces pages";
    whole_graph = "The whole graph", "Le graphe entier";
    all_claims_schema = "All claims in schema.org’s terms", "Toutes les affirmations dans les termes de schema.org";
    totals_table = "The totals and what is left out of them", "Les totaux et ce qui en est exclu";
    views_for_programs = "The pictures, for other programs", "Les images, pour d’autres logiciels";
    cite = "How to cite", "Comment citer";
    as_of = "As of {}", "État au {}";
    version = "Version", "Version";
    permalink = "Permanent address", "Adresse permanente";
    licence = "Licence", "Licence";
    report_error = "Report an error", "Signaler une erreur";
    made_by = "Made with sourcier {}", "Fait avec sourcier {}";
    corrections = "Corrections", "Corrections";
    taken_back = "Taken back", "Retiré";
    taken_back_why = "What somebody promised, asked or expected, and later withdrew. These are no corrections of documents or of this dossier.", "Ce que quelqu’un a promis, demandé ou prévu, puis retiré. Ce ne sont des corrections ni des documents, ni de ce dossier.";
    no_corrections = "Nothing was corrected.", "Rien n’a été corrigé.";
    a_to_b = "from {} to {}", "de {} à {}";
    search_label = "Search claims, names, documents and questions", "Chercher affirmations, noms, documents et questions";
    search_none = "Nothing found.", "Aucun résultat.";
    in_brackets = "[{}] in brackets does not stand beside the figure: it is carried over from a neighbouring phrase or heading.", "[{}] entre crochets n’est pas écrit à côté du chiffre : l’unité vient d’une phrase ou d’un titre voisin.";
    search_needs_script = "Searching needs JavaScript. Without it: the lists of names, documents and sums.", "La recherche a besoin de JavaScript. Sans lui : les listes de noms, de documents et de sommes.";
    currency = "Currency", "Monnaie";
    count = "How many", "Combien";
    total = "Total", "Total";
    range = "Range", "Étendue";
    per_currency = "in {}", "en {}";
    no_currency = "currency not written", "monnaie non écrite";
    rest_of = "Sources: {}", "Sources : {}";
    no_sums = "No claim of money is in a total.", "Aucune affirmation d’argent n’est dans un total.";
    group = "For", "Pour";
    not_stated = "not stated", "non dit";
    yes = "Yes", "Oui";
    no = "No", "Non";
    modalities = "How firm a claim is", "Fermeté d’une affirmation";
    readings = "Readings", "Lectures";
    method_text = "Each page shows claims: what one document says, one thing at a time, with the place where it is read. Documents that disagree both stay.\nA sum is what several claims state once. A later figure of the same voice replaces an earlier one; different voices that state different figures dispute it, and the total goes from the least to the greatest of those that can be compared: a figure without a currency does not count, so that the total may be the figure of one side alone. Parts count within their whole.\nWhat is asked, announced, voted, committed and paid are stages of the same money: they are never added. Each claim of money is in exactly one row of the totals, or in the list that says why not.\nWho pays is recorded where a document says it. Where it does not, no payer is invented.\nA unit in brackets, as in [€], does not stand beside the figure: it is carried over from a neighbouring phrase or heading; “some of it in [€]” says so of some of several sums.\nA document without a title that came as a text says “received as text”; in short it is called by its date. “Reported through” names who reports the words of somebody else. A row that adds several sums says so: no document has its total.", "Chaque page montre des affirmations : ce que dit un document, une chose à la fois, avec l’endroit où cela se lit. Des documents en désaccord restent tous deux.\nUne somme est ce que plusieurs affirmations disent une fois. Un chiffre plus récent de la même voix remplace le précédent ; des voix différentes qui disent des chiffres différents se le disputent, et le total va du plus petit au plus grand de ceux qui se comparent : un chiffre sans monnaie ne compte pas, et le total peut être le chiffre d’un seul côté. Les parties comptent dans leur tout.\nCe qui est demandé, annoncé, voté, engagé et payé sont des stades d’un même argent : ils ne s’additionnent jamais. Chaque affirmation d’argent est dans exactement une ligne des totaux, ou dans la liste qui dit pourquoi non.\nQui paie est noté là où un document le dit. Sinon, aucun payeur n’est inventé.\nUne unité entre crochets, comme [€], n’est pas écrite à côté du chiffre : elle vient d’une phrase ou d’un titre voisin ; « une partie en [€] » le dit d’une partie des sommes d’une ligne.\nUn document sans titre qui a été reçu comme texte le dit ; en bref, il est nommé par sa date. « Rapporté par » nomme qui rapporte les paroles d’un autre. Une ligne qui additionne plusieurs sommes le dit : aucun document ne donne son total.";
    graph_search = "Find a name in the picture", "Chercher un nom dans l’image";
    graph_found = "Names found: {}.", "Noms trouvés : {}.";
    graph_filters = "Filters", "Filtres";
    graph_unit = "Unit", "Unité";
    graph_kind = "Kind of link", "Sorte de lien";
    graph_since = "Since", "Depuis";
    graph_until = "Until", "Jusqu’en";
    graph_all = "all", "tout";
    graph_reset = "Show everything", "Tout montrer";
    graph_shown = "{} of {} links and {} of {} names are shown.", "Liens montrés : {} sur {} ; noms montrés : {} sur {}.";
    graph_no_amount = "No amount", "Sans montant";
    graph_none = "No link fits all filters.", "Aucun lien ne répond à tous les filtres.";
    graph_undated = "{} links without a date are left out.", "{} liens sans date sont laissés de côté.";
    graph_ego = "Only {} and its neighbours", "Seulement {} et ses voisins";
    graph_two_steps = "Also the neighbours of the neighbours", "Aussi les voisins des voisins";
    graph_whole = "The whole picture again", "De nouveau toute l’image";
    graph_page = "The page of {}", "La page de {}";
    graph_close = "Close", "Fermer";
    graph_link = "Link to this state", "Lien vers cet état";
    graph_svg = "SVG of what is shown", "SVG de ce qui est montré";
    graph_csv = "CSV of what is shown", "CSV de ce qui est montré";
    graph_legend = "Legend", "Légende";
    graph_lines = "All lines have one width here, and no arrowhead: choose one for its direction, amount and claims.", "Ici, tous les traits ont la même épaisseur, et aucune flèche : choisissez-en un pour son sens, son montant et ses affirmations.";
    graph_nodes = "Names in the picture", "Noms dans l’image";
    graph_links = "Links: {}", "Liens : {}";
    graph_rows = "The first {} of {} links; the CSV has them all.", "Les {} premiers de {} liens ; le CSV les a tous.";
    graph_help = "Choose a name or a link in the picture: its claims are shown below. By keyboard: Tab, then the arrow keys.", "Choisissez un nom ou un lien dans l’image : ses affirmations sont montrées dessous. Au clavier : Tab, puis les flèches.";
    graph_wheel = "Hold Ctrl to zoom", "Ctrl pour zoomer";
    graph_touch = "Two fingers move the picture", "Deux doigts déplacent l’image";
    graph_canvas = "Picture of {} names and {} links. The arrow keys move it, plus and minus zoom; the names are listed below it.", "Image de {} noms et {} liens. Les flèches la déplacent, plus et moins l’agrandissent ou la réduisent ; les noms sont listés dessous.";
    graph_webgl = "A picture of this size needs WebGL 2, which this browser does not have. The list below has the same.", "Une image de cette taille a besoin de WebGL 2, que ce navigateur n’a pas. La liste ci-dessous dit la même chose.";
    graph_large = "This picture has {} names and {} links, too many to be read at once. It needs JavaScript, and draws no stages, amounts, marks or directions: the list below has them.", "Cette image a {} noms et {} liens, trop pour être lus d’un coup. Elle a besoin de JavaScript, et n’a ni montants ni flèches : la liste ci-dessous les a.";
    graph_fit = "Whole picture", "Image entière";
    graph_zoom_in = "Larger", "Plus grand";
    graph_zoom_out = "Smaller", "Plus petit";
    sparql = "Ask in SPARQL", "Interroger en SPARQL";
    sparql_lead = "Your browser answers from the whole graph of this dossier. Nothing is sent anywhere.", "Votre navigateur répond d’après le graphe entier de ce dossier. Rien n’est envoyé nulle part.";
    sparql_file = "This page was opened from a file, and a browser lets a page from a file load neither the graph nor the program that reads it. Put the folder on a web server, then open this page there; on your own computer, “python3 -m http.server” in the folder is enough.", "Cette page a été ouverte depuis un fichier ; un navigateur n’y charge ni le graphe ni le programme qui le lit. Mettez le dossier sur un serveur web et ouvrez-y cette page ; sur votre ordinateur, « python3 -m http.server » dans le dossier suffit.";
    sparql_script = "This page needs JavaScript. Without it: the questions with their answers.", "Cette page a besoin de JavaScript. Sans lui : les questions avec leurs réponses.";
    no_parameter = "This question has no parameter `{}`: it is answered without it.", "Cette question n’a pas de paramètre « {} » : la réponse n’en tient pas compte.";
    given_twice = "`{}` is given twice with two values", "« {} » est donné deux fois avec deux valeurs";
    explore = "Explore", "Explorer";
    explore_lead = "A part of a picture, as a list and drawn: what fulfils all conditions. Several values are separated by commas; != in front excludes.", "Une partie d’une image, en liste et dessinée : ce qui remplit toutes les conditions. Plusieurs valeurs se séparent par des virgules ; != devant exclut.";
    explore_view = "Picture", "Image";
    explore_no_view = "There is no picture `{}`: {}", "Il n’y a pas d’image « {} » : {}";
    explore_around = "Around a name", "Autour d’un nom";
    explore_around_this = "What is around it, drawn", "Ce qui l’entoure, dessiné";
    explore_depth = "Steps from it", "Pas à partir de lui";
    explore_show = "Show", "Montrer";
    explore_all = "everything", "tout";
    explore_found = "{} rows, {} names", "{} lignes, {} noms";
    explore_large = "More than {} links are not drawn here: narrow it down.", "Au-delà de {} liens, rien n’est dessiné ici : précisez.";
    explore_pages = "Pages of the list", "Pages de la liste";
    explore_page = "page {} of {}", "page {} sur {}";
    explore_before = "← before", "← précédente";
    explore_next = "next →", "suivante →";
    field_class = "Class", "Classe";
    field_modality = "Firmness", "Fermeté";
    field_document = "Document", "Document";
    field_unit = "Currency or unit", "Monnaie ou unité";
    field_period = "Period", "Période";
    earlier_state = "The dossier’s files were changed and have errors. This is its earlier state.", "Les fichiers du dossier ont été modifiés et contiennent des erreurs. Voici l’état précédent.";
    sparql_question = "Question of this dossier", "Question de ce dossier";
    sparql_own = "a question of your own", "votre propre question";
    sparql_query = "Query", "Requête";
    sparql_run = "Ask", "Demander";
    sparql_stop = "Stop", "Arrêter";
    sparql_loading = "Loading the graph and the program that reads it (about {} MB) …", "Chargement du graphe et du programme qui le lit (environ {} Mo) …";
    sparql_ready = "Ready: {} statements.", "Prêt : {} triplets.";
    sparql_running = "Looking for the answer …", "Recherche de la réponse …";
    sparql_stopped = "Stopped.", "Arrêté.";
    sparql_rows = "1 row in {} seconds.|{} rows in {} seconds.", "1 ligne en {} secondes.|{} lignes en {} secondes.";
    sparql_first = "The first {} of {} rows are shown; the CSV has them all.", "Les {} premières de {} lignes sont montrées ; le CSV les a toutes.";
    sparql_nothing = "Nothing in this dossier answers it.", "Rien dans ce dossier n’y répond.";
    sparql_error = "This query has no answer: {}", "Cette requête n’a pas de réponse : {}";
    sparql_load_error = "The graph or the program that reads it could not be loaded: {}", "Le graphe ou le programme qui le lit n’a pas pu être chargé : {}";
    sparql_keys = "Ctrl and Enter ask.", "Ctrl et Entrée demandent.";
    editor_lead = "This server answers from the whole graph of this dossier, and changes nothing. Other programs ask it at {}.", "Ce serveur répond d’après le graphe entier de ce dossier, sans rien y changer. D’autres logiciels l’interrogent à {}.";
    editor_keys = "Ctrl and Enter ask. Ctrl and Space complete the names of classes and properties, by their labels, too. Tab leaves the editor.", "Ctrl et Entrée demandent. Ctrl et Espace complètent les noms des classes et des propriétés, aussi d’après leurs libellés. Tab quitte l’éditeur.";
    editor_prefixes = "Prefixes of this dossier", "Préfixes de ce dossier";
    editor_optional = "may stay empty", "peut rester vide";
    editor_invalid = "{} is no value of “{}”.", "{} n’est pas une valeur de « {} ».";
    editor_line = "Line {}: not valid from here. Expected: {}", "Ligne {} : incorrect à partir d’ici. Attendu : {}";
    editor_undeclared = "Line {}: the prefix “{}” is not declared.", "Ligne {} : le préfixe « {} » n’est pas déclaré.";
    editor_table = "Table", "Tableau";
    editor_raw = "Raw", "Brut";
    editor_picture = "Picture", "Image";
    editor_shown_as = "Shown as", "Montré comme";
    editor_range = "Rows {} to {} of {}", "Lignes {} à {} sur {}";
    editor_page = "Page", "Page";
    editor_first = "First", "Première";
    editor_previous = "Previous", "Précédente";
    editor_next = "Next", "Suivante";
    editor_last = "Last", "Dernière";
    editor_so_far = "{} rows so far …", "{} lignes pour l’instant …";
    editor_cut = "Reading stopped after {} rows, to keep this page quick. A download has all rows, if the server can give them within its limits.", "La lecture s’est arrêtée après {} lignes, pour que cette page reste rapide. Un téléchargement a toutes les lignes, si le serveur peut les donner dans ses limites.";
    editor_broken = "The answer broke off after {} rows: the server has limits of time and memory for each query, or the connection failed.", "La réponse s’est interrompue après {} lignes : le serveur limite le temps et la mémoire de chaque requête, ou la connexion a échoué.";
    editor_stopped = "Stopped after {} rows.", "Arrêté après {} lignes.";
    editor_unreachable = "The server could not be reached: {}", "Le serveur n’a pas pu être joint : {}";
    editor_download = "The whole answer as a file", "La réponse entière en fichier";
    editor_received = "{} MB so far …", "{} Mo pour l’instant …";
    editor_saved = "{} is complete: {} MB.", "{} est complet : {} Mo.";
    editor_not_saved = "Nothing was saved, since the answer did not come whole: {}", "Rien n’a été enregistré, car la réponse n’est pas arrivée entière : {}";
    editor_too_large = "it has more than {} MB. Ask for it with another program, such as curl", "elle dépasse {} Mo. Demandez-la avec un autre logiciel, comme curl";
    editor_drawn = "{} names and {} links are drawn, from the first {} of {} rows.", "{} noms et {} liens sont dessinés, d’après les {} premières de {} lignes.";
    editor_undrawn = "No row has two things between which there could be a link.", "Aucune ligne n’a deux choses entre lesquelles il y aurait un lien.";
    editor_webgl = "A picture needs WebGL 2, which this browser does not have. The table has the same.", "Une image a besoin de WebGL 2, que ce navigateur n’a pas. Le tableau dit la même chose.";
    editor_things = "things of this dossier", "choses de ce dossier";
    editor_elsewhere = "addresses elsewhere", "adresses d’ailleurs";
    editor_values = "texts and numbers", "textes et nombres";
    editor_link = "Link to this query", "Lien vers cette requête";
    editor_parameters = "Parameters", "Paramètres";
    editor_insert = "Put into the query", "Mettre dans la requête";
    together_with = "together with {}", "avec {}";
    sums_counted = "{} sums", "{} sommes";
    not_to_add = "Stages of the same money are not to be added up.", "Les stades d’un même argent ne s’additionnent pas.";
    said_by_whom = "Said by: {}", "D’après : {}";
    for_what = "for: {}", "pour : {}";
    disputed = "disputed", "en désaccord";
    ambiguous_reading = "ambiguous reading", "lecture ambiguë";
    others_say = "others say {}", "d’autres disent {}";
    not_drawn = "Not drawn: the same name pays and is what the money is for", "Non dessiné : le même nom paie et reçoit l’argent";
    on_this_page = "On this page", "Sur cette page";
    money_for = "{} money for", "{} de l’argent pour";
    remarks_on_figures = "Remarks on a figure", "Remarques sur un chiffre";
    kinds_of_claims = "Kinds of claims", "Sortes d’affirmations";
    wordings = "Wordings of figures", "Tournures des chiffres";
    unnamed_groups = "Nobody is named", "Personne n’est nommé";
    date_bases = "Where a date comes from", "D’où vient une date";
    links_of_money = "Links in pictures", "Liens des images";
    updated_by = "updated by", "actualisée par";
    not_added_to = "not added to {} (another scope)", "à ne pas ajouter à {} (autre périmètre)";
    lacks_only = "lacks {}", "il lui manque {}";
    does_not_count = "the other figure, {}, does not count: {}", "l’autre chiffre, {}, ne compte pas : {}";
    takes_back = "takes money back, is no sum", "reprend de l’argent, n’est pas une somme";
    including = "including {}", "dont : {}";
    counted_with = "What it pays is counted with", "Ce qui est à sa charge est compté chez";
    received_with = "What it receives is counted with", "Ce qui lui revient est compté chez";
    less = "{} less {}, counted for: {}", "{} moins {}, comptés pour : {}";
    of_which = "of which {}: {}", "dont {} : {}";
    said_by_nobody = "adds {} sums: no document says this total", "additionne {} sommes : aucun document ne dit ce total";
    stage_in_part = "{} (in part {})", "{} (en partie {})";
    carried_in_part = "some of it in [{}]", "une partie en [{}]";
    lacks = "open: lacks {}", "en suspens : il lui manque {}";
    untitled_in_short = "untitled document", "document sans titre";
    unit_of_table = "The unit of the figure is that of the table: the words quoted do not have it.", "L’unité du chiffre est celle du tableau : les mots cités ne l’ont pas.";
    untitled_of = "untitled document ({})", "document sans titre ({})";
    sums_by_stage = "Sums by stage, {}", "Sommes par stade, {}";
    sums_as_funder = "Sums that it pays, by stage, {}", "Sommes à sa charge, par stade, {}";
    sums_as_recipient = "Sums that it receives, by stage, {}", "Sommes qui lui reviennent, par stade, {}";
    promise_is = "What was asked, announced, voted, paid or withdrawn of one sum, and what others say instead: a lane for each stage, a point for each claim. Hollow points do not count by themselves.", "Ce qui a été demandé, annoncé, voté, payé ou retiré d’une même somme, et ce que d’autres en disent : une ligne par stade, un point par affirmation. Les points creux ne comptent pas par eux-mêmes.";
    lane_taken_up = "taken up", "repris";
    withdrawal = "withdrawal", "retrait";
    lane_withdrawn = "withdrawn", "retiré";
    money_over_time = "What was said of the money, by stage", "Ce qui a été dit de l’argent, par stade";
    promise_over_time = "What was said of {} and what became of it, by stage", "Ce qui a été dit de {} et ce qu’il en est advenu, par stade";
    key_range = "hatched: from the least to the greatest figure", "hachuré : du plus petit au plus grand chiffre";
    key_open = "arrow: this much or more", "flèche : ce montant ou plus";
    key_replaced = "hollow: does not count by itself in the totals", "vide : ne compte pas à part dans les totaux";
    key_struck = "crossed out: corrected or withdrawn", "barré : corrigé ou retiré";
    key_span = "line above: dated to a month, a year or a period, the point in its middle", "trait au-dessus : daté d’un mois, d’une année ou d’une période, le point au milieu";
    key_baseline = "hollow: where it starts", "vide : le départ";
    key_target = "solid: the target", "plein : l’objectif";
    and_more = "and {} more", "et {} de plus";
}

/// A number of things: of `1 row|{} rows` the part for one, or that for several with the number.
pub fn counted(text: &str, count: usize) -> String {
    match text.split_once('|') {
        Some((one, _)) if count == 1 => one.to_owned(),
        Some((_, many)) => fill(many, &[&count.to_string()]),
        None => text.to_owned(),
    }
}

/// A text that begins with a capital letter.
pub fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}

/// Puts values into the places of a text, in their order.
pub fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut values = values.iter();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{}") {
        filled.push_str(before);
        filled.push_str(values.next().copied().unwrap_or_default());
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_into_their_places() {
        assert_eq!(fill("{} on {}", &["withdrawn", "{}"]), "withdrawn on {}");
    }
}
