payments-title = পরিশোধ
payments-none = এখনো কোনো পরিশোধ নেই
payments-none-text = একটি চালান খুলে সেখানে টাকা গ্রহণ করুন।
payments-not-found = কোনো পরিশোধ মেলেনি
payments-search = নম্বর, রেফারেন্স, চালান বা গ্রাহক…
payments-shown = { $n ->
    [one] এই পাতায় { $n }টি পরিশোধ
   *[other] এই পাতায় { $n }টি পরিশোধ
}
payments-number = নম্বর
payments-date = প্রাপ্তির তারিখ
payments-method = কোথায়
payments-method-cash = নগদ বাক্স
payments-method-bank = ব্যাংক
payments-amount = পরিমাণ
payments-open = বাকি: { $open }
payments-reference = রেফারেন্স
payments-reference-hint = ট্রান্সফার বা চেকের নম্বর।
payments-invoices = পরিশোধিত চালান
payments-receive = টাকা গ্রহণ
payments-receive-for = { $number } চালানের টাকা গ্রহণ
payments-received = পরিশোধ { $name } গৃহীত হয়েছে।
payments-field-invoice = চালান
audit-payments-receive = পরিশোধ গ্রহণ করা হয়েছে
permission-payments-read = পরিশোধ দেখা
permission-payments-receive = টাকা গ্রহণ করা
problem-other-currency = এই প্রতিষ্ঠানের হিসাব { $currency } মুদ্রায়। পরিমাণ { $currency } মুদ্রায় দিন।
payments-party = গ্রাহক বা সরবরাহকারী
audit-payments-pay = পরিশোধ করা হয়েছে
problem-base-in-own-currency = ব্যাংক { $currency }-তে কত লিখেছে তা শূন্যের বেশি একটি সংখ্যায় লিখুন।
problem-too-many-parts = একটি পেমেন্টে সর্বোচ্চ { $most }টি নথি পরিশোধ হয়। দুটি পেমেন্ট করুন।
problem-payment-in-one-currency = এই নথিটি { $currency }-তে। একটি পেমেন্টে একই মুদ্রার নথি পরিশোধ করুন।
problem-parts-exceed-payment = নথিগুলোর যোগফল পেমেন্টের চেয়ে বেশি। যা পরিশোধ হচ্ছে তা কমান।
problem-refund-names-credit = ফেরত দেওয়া টাকার জন্য কোন পাওনা ফেরত যাচ্ছে তা জানাতে হবে। একই অঙ্কের পাওনা বেছে নিন।
