//! The two companies of the demo: who they are, who works there, whom they know. What they sell
//! stands in the files beside the code, in the form in which a shop would bring it along.

mod bahr;
mod padma;

use base::Lang;

use super::plan::Habits;

pub(super) use bahr::BAHR;
pub(super) use padma::PADMA;

/// A company of the demo.
#[derive(Debug)]
pub(super) struct Company {
    pub slug: &'static str,
    pub name: &'static str,
    pub country: &'static str,
    pub currency: &'static str,
    pub lang: Lang,
    pub time_zone: &'static str,
    /// What it sells, as a Shopify export.
    pub products: &'static [u8],
    /// The people by the slug of their role; the owner first.
    pub people: &'static [(&'static str, &'static str)],
    pub branch: Branch,
    pub suppliers: &'static [&'static str],
    pub customers: &'static [Buyer],
    /// Why goods are credited.
    pub credit_reasons: &'static [&'static str],
    /// Why orders are called off.
    pub cancel_reasons: &'static [&'static str],
    /// Why quotes come to nothing.
    pub decline_reasons: &'static [&'static str],
    /// A remark on a count of the shelves.
    pub count_note: &'static str,
    pub habits: Habits,
}

/// The second warehouse.
#[derive(Debug)]
pub(super) struct Branch {
    pub code: &'static str,
    pub en: &'static str,
    pub local: &'static str,
    pub address: &'static str,
}

/// A customer: a name, the city and the street.
#[derive(Debug)]
pub(super) struct Buyer {
    pub name: &'static str,
    pub city: &'static str,
    pub street: &'static str,
}

impl Company {
    /// The mail address of the person with a role.
    pub fn email(&self, role: &str) -> String {
        format!("{role}@{}.example", self.slug)
    }

    /// The telephone number of a customer: of the country's form, and nobody's.
    pub fn phone(&self, customer: usize) -> String {
        let n = customer * 7919 % 100_000;
        match self.country {
            "SA" => format!("+966 50 00{} {:04}", n / 10_000, n % 10_000),
            _ => format!("+880 1700-0{n:05}"),
        }
    }

    /// The tax number of a customer: of the country's form. Small ones have none.
    pub fn tax_number(&self, customer: usize) -> String {
        if customer % 3 == 2 {
            return String::new();
        }
        let n = 1_000_003 * (customer + 17);
        match self.country {
            "SA" => format!("300{n:09}003"),
            _ => format!("{n:09}0101"),
        }
    }

    /// The mail address of a customer; many have none.
    pub fn buyer_email(&self, customer: usize) -> String {
        match customer % 5 {
            0 | 3 => format!("purchasing@customer-{}.example", customer + 1),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_companies_have_what_their_habits_count_on() {
        for company in [&BAHR, &PADMA] {
            let habits = &company.habits;
            assert_eq!(habits.customers, company.customers.len(), "{}", company.slug);
            assert_eq!(habits.suppliers, company.suppliers.len(), "{}", company.slug);
            assert_eq!(habits.reasons, company.credit_reasons.len(), "{}", company.slug);
            assert_eq!(habits.reasons, company.cancel_reasons.len(), "{}", company.slug);
            assert_eq!(habits.reasons, company.decline_reasons.len(), "{}", company.slug);
            assert_eq!(company.people.first().map(|(role, _)| *role), Some("owner"));
        }
    }

    #[test]
    fn tax_numbers_have_their_countrys_form() {
        for customer in 0..25 {
            let sa = BAHR.tax_number(customer);
            assert!(sa.is_empty() || sa.len() == 15, "{sa}");
            let bd = PADMA.tax_number(customer);
            assert!(bd.is_empty() || bd.len() == 13, "{bd}");
        }
    }
}
