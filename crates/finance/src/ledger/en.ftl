ledger-trial-balance = Trial balance
ledger-balanced = Balanced
ledger-unbalanced = Does not balance
ledger-as-of = As of { $date }
ledger-day = Day
ledger-from = From
ledger-to = To
ledger-from-day = From { $date }
ledger-to-day = To { $date }
ledger-show = Show
ledger-none = Nothing posted yet
ledger-none-text = Entries appear here as soon as an invoice, a payment or a stock document is posted.
ledger-code = Code
ledger-account = Account
ledger-type = Type
ledger-type-asset = Assets
ledger-type-liability = Liabilities
ledger-type-equity = Equity
ledger-type-income = Income
ledger-type-expense = Expenses
ledger-debit = Debit
ledger-credit = Credit
ledger-balance = Balance
ledger-amount = Amount
ledger-sum = Sum
ledger-accounts = Chart of accounts
ledger-accounts-text = Every account, with what else keeps count of its balance.
ledger-control = Kept in step with
ledger-control-none = –
ledger-control-ar = Open invoices
ledger-control-ap = Open bills
ledger-control-stock = Stock
ledger-control-tax = Tax returns
ledger-control-bank = Bank statements
ledger-control-cash = Cash box
ledger-control-grni = Goods received, not billed
ledger-state = State
ledger-active = In use
ledger-retired = Retired
ledger-lines = Lines
ledger-lines-shown = { $n ->
    [one] { $n } line on this page
   *[other] { $n } lines on this page
}
ledger-no-lines = No lines
ledger-no-lines-text = Nothing was posted to this account yet.
ledger-other-days = Choose other days, or take the filter away.
ledger-date = Date
ledger-entry = Journal entry
ledger-document = Document
ledger-memo = About
ledger-entries = Journal entries
ledger-entries-shown = { $n ->
    [one] { $n } entry on this page
   *[other] { $n } entries on this page
}
ledger-search = Number or document
ledger-recorded = Posted
ledger-place = Place in the chain
ledger-hash = Hash
ledger-about = About this entry
ledger-source-invoice = Invoice
ledger-source-credit-note = Credit note
ledger-source-payment = Payment
ledger-source-bill = Bill
ledger-source-debit-note = Debit note
ledger-source-landed-cost = Landed cost
ledger-source-purchase-return = Purchase return
ledger-source-delivery = Delivery
ledger-source-stock-receipt = Goods receipt
ledger-source-stock-adjustment = Stock adjustment
ledger-source-stock-transfer = Stock transfer
ledger-source-tax-release = Tax that fell due
ledger-source-tax-payment = Tax payment
ledger-source-journal = Manual entry
ledger-source-opening = Opening balance
ledger-source-opening-receivable = Opening: receivables
ledger-source-opening-payable = Opening: payables
ledger-source-year-close = Close of the year
permission-ledger-read = See the books: accounts, entries, trial balance
problem-entry-unbalanced = The entry does not balance; debits and credits differ by { $difference } minor units.
problem-entry-empty = An entry needs at least two lines with an amount.
problem-entry-too-long = An entry has at most { $most } lines. Split the document.
problem-period-locked = The month of { $date } is locked for { $module ->
    [sales] sales
    [purchases] purchases
    [stock] stock
   *[ledger] the ledger
 }. Choose a later date, or ask for the lock to be lifted.
problem-period-closed = The period of { $date } is closed. Choose a later date, or ask for the period to be opened again.
problem-date-too-far = { $date } lies more than { $years } years away. Check the date.
problem-account-retired = Account { $account } is retired and takes no new entries.
problem-party-required = A line on account { $account } must name a customer or supplier.
problem-no-account-for = The chart of accounts has no account for “{ $role }”. Give that role to an account.
problem-unknown-account = There is no account { $account } in this company.
ledger-known-on = Known on { $date }
ledger-verify = Are the books right?
ledger-verify-text = Every night, and whenever you ask, everything is computed again from the first entry on and compared with what the program keeps.
ledger-verify-now = Verify now
ledger-verify-begun = The books are being verified. This page shows how far it is.
ledger-verify-none = Not verified yet
ledger-verify-none-text = The first night does it, or you do it now.
ledger-verify-running = Verifying
ledger-verify-done = { $n } of { $of } checks
ledger-verify-ok = Right
ledger-verify-wrong = Something is wrong
ledger-verify-right = { $n ->
    [one] The one check found nothing.
   *[other] All { $n } checks found nothing.
}
ledger-verify-look = Look at it
ledger-verify-runs = Runs
ledger-verify-started = Begun
ledger-verify-by = Asked by
ledger-verify-night = Every night
ledger-verify-result = Result
ledger-verify-found = What was found
ledger-roots = The end of the chain, day by day
ledger-check-entries-balance = A journal entry whose debits and credits differ. It was changed outside the program. Restore the last good backup beside this one and compare the entry.
ledger-check-chain = A journal entry is not what it was when it was posted, or one is missing. It was changed outside the program. Restore the last good backup beside this one and compare the entry.
ledger-check-roots = The chain of entries is another than at the end of an earlier day: it was written anew outside the program. Compare with a backup of that day.
ledger-check-entry-numbers = A number of the journal is missing or stands on two entries.
ledger-check-snapshots = A balance that is kept for speed differs from the sum of its lines. The lines count; the balance is wrong.
ledger-check-invoice-numbers = A number of invoices is missing or was never taken.
ledger-check-invoice-totals = An invoice whose lines do not add up to its total.
ledger-check-open-items = What customers and suppliers owe, document by document, is not the balance of the account.
ledger-check-payment-numbers = A number of payments is missing or was never taken.
ledger-check-stock-levels-are-moves = What lies at a place is not what its moves add up to.
ledger-check-reserved-is-reservations = What is reserved is not the sum of the reservations.
ledger-check-stock-costs-are-moves = The value of an item is not what its moves add up to.
ledger-check-stock-value-is-ledger = The value of the stock is not the balance of the inventory account.
ledger-check-stock-moves-are-posted = A move of goods with a value and no journal entry.
ledger-check-stock-moves-are-sealed = A move of goods was changed after it was posted.
ledger-check-allocations = A document of which more or less is counted as set off than was allocated to it.
ledger-check-payments-posted = A payment whose amount is not what its journal entry says.
ledger-check-invoices-settled = An invoice whose paid amount is not the sum of what was allocated to it.
ledger-check-bill-numbers = A number of bills is missing or was never taken.
ledger-check-bill-totals = A bill whose lines do not add up to its total.
ledger-check-journals-are-entries = An entry made by hand is not what was posted for it.
ledger-check-months-closed-in-order = A month is closed although one before it is open.
ledger-check-years-are-entries = A closed year is not what its closing entry says.
ledger-check-purchase-numbers = A number of purchasing is missing or was never taken.
ledger-check-received-lines = What was received of an order is not the sum of its receipts.
ledger-check-unbilled-is-ledger = What was received and not billed is not the balance of its account.
ledger-check-other = The check “{ $check }” found something.
permission-ledger-verify = Have the books verified
