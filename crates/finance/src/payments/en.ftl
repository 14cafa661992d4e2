payments-title = Payments
payments-none = No payments yet
payments-none-text = Open an invoice and receive the money there.
payments-not-found = No payment fits
payments-search = Number, reference, invoice or customer…
payments-shown = { $n ->
    [one] { $n } payment on this page
   *[other] { $n } payments on this page
}
payments-number = Number
payments-date = Received on
payments-method = Into
payments-method-cash = Cash box
payments-method-bank = Bank
payments-amount = Amount
payments-open = Open: { $open }
payments-reference = Reference
payments-reference-hint = The number of the transfer or cheque.
payments-invoices = Invoices paid
payments-receive = Receive payment
payments-receive-for = Receive payment for { $number }
payments-received = Payment { $name } was received.
payments-field-invoice = Invoice
audit-payments-receive = Received the payment
permission-payments-read = See payments
permission-payments-receive = Receive payments
problem-other-currency = This company keeps its books in { $currency }. Give the amount in { $currency }.
payments-party = Customer or supplier
audit-payments-pay = Paid
problem-base-in-own-currency = Say what the bank booked in { $currency }, above zero.
problem-too-many-parts = One payment settles at most { $most } documents. Make two payments.
problem-payment-in-one-currency = This document is in { $currency }. Pay documents of one currency with one payment.
problem-parts-exceed-payment = The documents come to more than the payment. Lower what is paid of them.
problem-refund-names-credit = Money that is given back needs the credit that it belongs to. Choose credit of the same amount.
