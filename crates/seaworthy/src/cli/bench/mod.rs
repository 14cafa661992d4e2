//! `bench`: shows on your own machine what the program promises.

mod ask;
mod company;
mod deed;
mod goods;
mod ground;
mod import;
mod race;
mod soak;

use clap::Subcommand;

use super::{Done, Global};

#[derive(Subcommand)]
pub(super) enum BenchCommand {
    /// Many buyers want the last of something at the same moment; nobody gets what is not there
    #[command(after_help = "Starts a server of its own, signs up a throw-away company and sends \
                      every order at once over many connections. The exit code is 0 only if \
                      exactly as many orders were taken as there was stock, every other one was \
                      refused as out of stock, and the company's books prove right.\n\n\
                      Without --data-dir, --database-url or --config it runs on a temporary \
                      database, which is gone afterwards. In a named database the company stays.")]
    Race(race::Race),
    /// Takes a large file of products in and back again, and searches among them
    #[command(after_help = "Writes a Shopify export of a shop that does not exist, tries it out, \
                      takes it in, tries it out again, searches and takes it back. The exit \
                      code is 0 only if every product was made, known again and taken back.\n\n\
                      Without --data-dir, --database-url or --config it runs on a temporary \
                      database, which is gone afterwards. In a named database the company stays.")]
    Import(import::Import),
    /// Many people post all kinds of documents against the same items, orders and invoices at once
    #[command(after_help = "Starts a server of its own and signs up a throw-away company. The \
                      exit code is 0 only if every document was posted or refused by a rule, \
                      nobody met a deadlock, and the company's books prove right.\n\n\
                      Without --data-dir, --database-url or --config it runs on a temporary \
                      database, which is gone afterwards. In a named database the company stays.")]
    Soak(soak::Soak),
}

impl BenchCommand {
    pub(super) async fn run(self, global: &Global) -> Done {
        match self {
            BenchCommand::Race(race) => race.run(global).await,
            BenchCommand::Import(import) => import.run(global).await,
            BenchCommand::Soak(soak) => soak.run(global).await,
        }
    }
}
