//! What belongs to the books alone: how they begin, what is spent, and the months that close.

use std::collections::BTreeMap;

use base::{Date, Lang, Money, Problem, Quantity, Text, Tx, UnitPrice};
use finance::banking::{self, NewBankAccount};
use finance::book_settings::{self, BookSettingsChange};
use finance::budgets::{self, NewBudget, NewBudgetLine};
use finance::closing::{self, CloseMonth, NewOpening, OpeningLine};
use finance::dimensions::{self, Kind, NewDimension};
use finance::expenses::{self, NewExpense, PaidBy};
use finance::journals::{self, NewJournal, NewJournalLine};
use finance::{ledger, tax};
use supply::inventory::{self, NewAdjustment, NewAdjustmentLine, NewReorderRule, Reason};
use uuid::Uuid;

use super::super::companies::Company;
use super::super::plan::{Cost, Much};
use super::World;

const CASH: &str = "1000";
const BANK: &str = "1100";
const CAPITAL: &str = "3000";
const RENT: &str = "6100";
const FREIGHT: &str = "6300";

/// The rows of a month's checklist that may warn: goods on the way to a bill, orders on the way
/// to an invoice, a bank that nobody reconciled.
const MAY_WARN: [&str; 7] = [
    "orders_close_drafts",
    "orders_close_to_invoice",
    "closing_close_grni",
    "inventory_close_values",
    "inventory_close_recost",
    "banking_close_reconciled",
    "currencies_close_revaluation",
];

impl Cost {
    /// The code of its account.
    fn account(self) -> &'static str {
        match self {
            Self::Wages => "6000",
            Self::Rent | Self::BranchRent => RENT,
            Self::Power => "6200",
            Self::Freight => FREIGHT,
        }
    }

    /// Its place among the companies' words.
    fn place(self) -> usize {
        match self {
            Self::Wages => 0,
            Self::Rent => 1,
            Self::BranchRent => 2,
            Self::Power => 3,
            Self::Freight => 4,
        }
    }
}

/// Whole units of the company's currency.
fn whole(tx: &Tx, units: i64) -> Money {
    let currency = tx.currency();
    Money::new(units.saturating_mul(10_i64.saturating_pow(currency.exponent())), currency)
}

fn in_both(company: &Company, en: &str, local: &str) -> Result<Text, Problem> {
    Text::from_parts([(Lang::En, en), (company.lang, local)]).map_err(Problem::internal)
}

/// The books begin with goods and money, and the owner's capital is all of it.
pub(super) async fn open(
    tx: &mut Tx,
    world: &World,
    id: Uuid,
    lines: &[(Much, UnitPrice)],
    (bank, cash): (i64, i64),
) -> Result<(), Problem> {
    let opening_day = Some(tx.today());
    let change = BookSettingsChange { opening_day, ..BookSettingsChange::default() };
    book_settings::change_settings(tx, change).await?;
    let line = |(much, cost): &(Much, UnitPrice)| NewAdjustmentLine {
        variant_id: world.variant(much),
        sku: None,
        quantity: much.quantity,
        unit_cost: Some(*cost),
        ..NewAdjustmentLine::default()
    };
    let new = NewAdjustment {
        id: Some(id),
        warehouse_id: Some(world.main),
        date: None,
        reason: Reason::Opening,
        note: String::new(),
        lines: lines.iter().map(line).collect(),
    };
    inventory::adjust(tx, new).await?;
    let stock = closing::opening(tx).await?.remaining.checked_neg().map_err(Problem::internal)?;
    let (bank, cash) = (whole(tx, bank), whole(tx, cash));
    let capital = Money::sum(tx.currency(), [stock, bank, cash]).map_err(Problem::internal)?;
    let debit = |account: &str, amount| OpeningLine {
        account: account.to_owned(),
        debit: Some(amount),
        credit: None,
    };
    let credit = |account: &str, amount| OpeningLine {
        account: account.to_owned(),
        debit: None,
        credit: Some(amount),
    };
    let lines = vec![debit(CASH, cash), debit(BANK, bank), credit(CAPITAL, capital)];
    closing::open_accounts(tx, NewOpening { lines }).await.map(|_| ())
}

/// Takes up the bank account with its money, makes the branch a cost centre, and says what is
/// reordered.
pub(super) async fn furnish(
    tx: &mut Tx,
    world: &World,
    (bank, money): (Uuid, i64),
    centre: Uuid,
    rules: &[(Much, Quantity)],
) -> Result<(), Problem> {
    let company = world.company;
    let begins_on = tx.today().plus_days(1).map_err(Problem::internal)?;
    let new = NewBankAccount {
        id: Some(bank),
        account_id: account(tx, BANK).await?,
        name: in_both(company, company.bank.en, company.bank.local)?,
        bank: company.bank.local.to_owned(),
        number: company.bank.number.to_owned(),
        currency: None,
        days: None,
        begins_on: Some(begins_on),
        begins_balance: Some(whole(tx, money)),
    };
    banking::take_up(tx, new).await?;
    let branch = &company.branch;
    let new = NewDimension {
        id: Some(centre),
        code: branch.code.to_owned(),
        name: in_both(company, branch.en, branch.local)?,
        parent_id: None,
    };
    dimensions::add(tx, Kind::CostCentre, new).await?;
    for (low, full) in rules {
        let rule = NewReorderRule {
            variant_id: world.variant(low),
            warehouse_id: Some(world.main),
            minimum: low.quantity,
            maximum: *full,
            lead_days: 4,
            ..NewReorderRule::default()
        };
        inventory::create_rule(tx, rule).await?;
    }
    Ok(())
}

/// The branch's budget of the year, which counts from now on.
pub(super) async fn budget(
    tx: &mut Tx,
    world: &World,
    (id, centre): (Uuid, Uuid),
    rent: i64,
    freight: i64,
) -> Result<(), Problem> {
    let year = book_settings::settings(tx).await?.year_of(tx.today())?;
    let line = |account: &str, year| NewBudgetLine {
        account: Some(account.to_owned()),
        year: Some(year),
        ..NewBudgetLine::default()
    };
    let (rent, freight) = (whole(tx, rent), whole(tx, freight));
    let new = NewBudget {
        id: Some(id),
        name: format!("{} {}", world.company.branch.local, year.year()),
        fiscal_year: year,
        cost_centre_id: Some(centre),
        project_id: None,
        lines: vec![line(RENT, rent), line(FREIGHT, freight)],
    };
    budgets::create(tx, new).await?;
    budgets::activate(tx, id, None).await.map(|_| ())
}

async fn account(tx: &mut Tx, code: &str) -> Result<Uuid, Problem> {
    let chart = ledger::accounts(tx).await?;
    let found = chart.iter().find(|account| account.code == code);
    found.map(|account| account.id).ok_or_else(Problem::not_found)
}

/// Wages and the lorry's driver charge no tax; landlords and the power station do.
pub(super) async fn spend(
    tx: &mut Tx,
    world: &World,
    id: Uuid,
    (cost, amount): (Cost, i64),
    centre: Option<Uuid>,
) -> Result<(), Problem> {
    let taxed = matches!(cost, Cost::Rent | Cost::BranchRent | Cost::Power);
    let tax_code_id = match taxed {
        true => tax::codes(tx).await?.iter().find(|code| code.is_default).map(|code| code.id),
        false => None,
    };
    let new = NewExpense {
        id: Some(id),
        date: None,
        description: super::pick(&world.company.costs, cost.place()),
        account_id: account(tx, cost.account()).await?,
        gross: whole(tx, amount),
        tax_code_id,
        paid_by: if cost == Cost::Freight { PaidBy::Cash } else { PaidBy::Bank },
        money_account_id: None,
        employee_id: None,
        cost_centre_id: centre,
        project_id: None,
        link_type: None,
        link_id: None,
        link_number: String::new(),
    };
    expenses::enter(tx, new).await.map(|_| ())
}

/// Brings to the bank what is in the cash box above so much, in hundreds; nothing when there is
/// no more.
pub(super) async fn deposit(
    tx: &mut Tx,
    world: &World,
    id: Uuid,
    keep: i64,
) -> Result<(), Problem> {
    let today = tx.today();
    let (held, keep, hundred) =
        (ledger::balance_of(tx, "cash", None, today).await?, whole(tx, keep), whole(tx, 100));
    let hundreds = (held.minor - keep.minor).div_euclid(hundred.minor);
    if hundreds <= 0 {
        return Ok(());
    }
    let amount = Money::new(hundreds * hundred.minor, tx.currency());
    let line = |account: &str, debit, credit| NewJournalLine {
        account: Some(account.to_owned()),
        debit,
        credit,
        ..NewJournalLine::default()
    };
    let new = NewJournal {
        id: Some(id),
        memo: world.company.deposit_note.to_owned(),
        lines: vec![line(BANK, Some(amount), None), line(CASH, None, Some(amount))],
        post: true,
        ..NewJournal::default()
    };
    journals::draft(tx, new).await.map(|_| ())
}

/// Closes a month, with one word for everything that is still on its way.
pub(super) async fn close(tx: &mut Tx, world: &World, month: Date) -> Result<(), Problem> {
    let note = |row: &str| (row.to_owned(), world.company.close_note.to_owned());
    let notes: BTreeMap<String, String> = MAY_WARN.into_iter().map(note).collect();
    closing::close(tx, month, CloseMonth { version: None, notes }).await.map(|_| ())
}
