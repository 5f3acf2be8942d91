//! Reports of our own writing, read by the coder that is built in.

use std::sync::OnceLock;

use dateline::Coder;
use dateline::read::{ReadOptions, read_bytes};
use dateline::record::{self, DocumentRecord};
use dateline::story::{Same, WordWeights};
use dateline_store::{Joiner, Store};

/// Text, day of publication and publication of reports: six of one explosion (two of them copies of the
/// first published), two of a look-alike, two of an agreement, two of a seizure.
pub const REPORTS: [(&str, &str, &str); 12] = [
    (
        "Blast at fuel depot in Mozambican port kills at least 12\n\nAt least 12 people were killed on Monday \
         when a bomb exploded at a fuel depot in Beira, officials in Mozambique said. Nobody claimed the \
         attack. Ships were told to wait outside the harbour.",
        "2024-03-04",
        "Wire",
    ),
    (
        "Breaking: blast at fuel depot in Mozambican port kills at least 12\n\nAt least 12 people were killed \
         on Monday when a bomb exploded at a fuel depot in Beira, officials in Mozambique said. Nobody \
         claimed the attack. Ships were told to wait outside the harbour.",
        "2024-03-05",
        "Herald",
    ),
    (
        "Blast at fuel depot in Mozambican port kills at least 12\n\nAt least 12 people were killed on Monday \
         when a bomb exploded at a fuel depot in Beira, officials in Mozambique said. Nobody claimed the \
         attack. Ships were told to wait outside the harbour, the harbour master said.",
        "2024-03-05",
        "Evening Gazette",
    ),
    (
        "Fourteen killed as blast tears through fuel depot in Beira\n\nBEIRA, Mozambique — An explosion tore \
         through a fuel depot in the port of Beira on Monday and killed 14 people, the Mozambican interior \
         ministry said. Firefighters from Quelimane joined the search for nine missing workers. The ministry \
         accused the Sofala Front, an armed group, of planting the bomb.",
        "2024-03-05",
        "Meridian",
    ),
    (
        "Mozambique blames Sofala Front for Beira depot bombing\n\nMozambique's interior ministry accused the \
         Sofala Front on Tuesday of bombing a fuel depot in Beira. The explosion at the depot killed 16 people \
         on Monday, police in the port city said, two more than the ministry had counted. South Africa \
         condemned the attack and offered medical aid.",
        "2024-03-06",
        "Outlook",
    ),
    (
        "Beira mourns depot dead\n\nThousands mourned in Beira on Wednesday the dead of the fuel depot \
         explosion. The blast killed 16 people in the Mozambican port on Monday. The Sofala Front denied that \
         it had bombed the depot, and its spokesman accused the army of storing shells there.",
        "2024-03-07",
        "Courier",
    ),
    (
        "Market blast kills 14 in Nampula\n\nAn explosion in a market in Nampula, in northern Mozambique, \
         killed 14 people on Saturday, a hospital said. Police arrested two men. The governor said that a gas \
         bottle had burst and that there was no bomb.",
        "2024-03-17",
        "Meridian",
    ),
    (
        "Nampula market reopens after blast\n\nTraders returned to the market in Nampula on Tuesday, three \
         days after an explosion killed 14 people there. Mozambican police released the two men whom they had \
         arrested on Saturday.",
        "2024-03-20",
        "Courier",
    ),
    (
        "Senegal and Mauritania sign fishing accord in Nouakchott\n\nSenegal and Mauritania signed a fishing \
         agreement in Nouakchott on Thursday. Senegal's fisheries minister said that 500 boats would receive \
         licences. The European Union praised the accord.",
        "2024-03-08",
        "Outlook",
    ),
    (
        "Fishing deal ends quarrel between Dakar and Nouakchott\n\nMauritania on Thursday signed an agreement \
         with Senegal that gives licences to 400 Senegalese boats, ending months of seizures. The two \
         ministers signed the fishing deal in Nouakchott.",
        "2024-03-08",
        "Meridian",
    ),
    (
        "Mauritania's coast guard seizes Senegalese boats\n\nMauritania's coast guard seized eleven Senegalese \
         boats off Nouadhibou on Friday and arrested 60 fishermen. Senegal demanded their release.",
        "2024-02-24",
        "Courier",
    ),
    (
        "Dakar demands release of fishermen\n\nSenegal demanded on Saturday that Mauritania release 60 \
         fishermen who were arrested off Nouadhibou. The coast guard had seized their eleven boats on Friday.",
        "2024-02-25",
        "Outlook",
    ),
];

fn coder() -> &'static Coder {
    static CODER: OnceLock<Coder> = OnceLock::new();
    CODER.get_or_init(|| Coder::builtin().unwrap())
}

/// The records of the reports, in their order.
pub fn records() -> &'static [DocumentRecord] {
    static RECORDS: OnceLock<Vec<DocumentRecord>> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let read = |(n, (text, day, publisher)): (usize, &(&str, &str, &str))| {
            let options = ReadOptions {
                url: Some(format!("https://{n}.example/report")),
                publisher: Some((*publisher).to_owned()),
                published: Some(day.parse().unwrap()),
                ..ReadOptions::default()
            };
            record::records(&coder().analyze(read_bytes(text.as_bytes(), &options).unwrap()))
        };
        REPORTS.iter().enumerate().map(read).collect()
    })
}

/// Joins up to `most` reports; how many were.
pub fn join(store: &mut Store, most: usize) -> usize {
    let same = Same::builtin().unwrap();
    let weights = WordWeights::builtin();
    let meaning = |word: &str| coder().engine().meaning(word);
    store.join_stories(&Joiner { same: &same, weights: &weights, meaning: &meaning }, most).unwrap()
}
