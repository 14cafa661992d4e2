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
ledger-source-delivery = Delivery
ledger-source-stock-receipt = Goods receipt
ledger-source-stock-adjustment = Stock adjustment
ledger-source-stock-transfer = Stock transfer
ledger-source-journal = Manual entry
ledger-source-bank-line = Bank line
ledger-source-expense = Expense
ledger-source-opening = Opening balance
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
