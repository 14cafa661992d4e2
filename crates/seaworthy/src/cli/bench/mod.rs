//! `bench`: shows on your own machine what the program promises.

mod ask;
mod ground;
mod race;

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
}

impl BenchCommand {
    pub(super) async fn run(self, global: &Global) -> Done {
        let BenchCommand::Race(race) = self;
        race.run(global).await
    }
}
