dashboard-title = Dashboard
permission-dashboard-read = See the dashboard
dashboard-nothing = Nothing here for you yet
dashboard-nothing-text = Your role may not open any page. Ask the owner of the company to give you another one.

dashboard-sales = Sales this month
dashboard-payments = Paid this month
dashboard-orders-new = New orders this month
dashboard-orders-open = Open orders
dashboard-receivables = Receivables
dashboard-overdue = Overdue
dashboard-stock = Stock value
dashboard-low = Low stock
dashboard-low-note = at or below their warning level
dashboard-over-budget = Over budget
dashboard-over-budget-note = this year so far: { $names }
dashboard-over-budget-none = no account, this year so far
dashboard-against-month = against the same days of last month
dashboard-against-weeks = against four weeks ago
dashboard-unused-credit = less unused credit of { $credit }: { $left }
dashboard-worth = worth { $amount }
dashboard-invoices = { $n ->
    [one] { $n } invoice
   *[other] { $n } invoices
}

dashboard-by = Sales by
dashboard-by-month = Months
dashboard-by-week = Weeks
dashboard-sales-net = Sales, net
dashboard-sales-months = Sales of the last twelve months, net of tax
dashboard-sales-weeks = Sales of the last 26 weeks, net of tax

dashboard-stages = Orders waiting for
dashboard-orders-word = orders
dashboard-stage-draft = Draft
dashboard-stage-to-deliver = To deliver
dashboard-stage-to-invoice = To invoice
dashboard-stage-to-pay = Awaiting payment
dashboard-stage-done = Completed:
dashboard-stage-cancelled = Cancelled:

dashboard-ageing = Receivables by age
dashboard-age-open = Open
dashboard-age-not-due = Not due
dashboard-age-1-30 = 1–30 days
dashboard-age-31-60 = 31–60 days
dashboard-age-61-90 = 61–90 days
dashboard-age-over-90 = Over 90 days

dashboard-top = Best sellers of the last 30 days
dashboard-top-product = Product
dashboard-top-quantity = Quantity
dashboard-top-net = Sales, net

dashboard-start = First steps
dashboard-start-text = Four things, and the company runs. This box disappears when they are done.
dashboard-start-product = Add products
dashboard-start-product-add = Add a product
dashboard-start-product-import = Import a CSV file
dashboard-start-stock = Receive stock
dashboard-start-stock-add = Receive stock
dashboard-start-customer = Add a customer
dashboard-start-customer-add = Add a customer
dashboard-start-order = Take the first order
dashboard-start-order-add = New order
