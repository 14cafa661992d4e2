dashboard-title = ড্যাশবোর্ড
permission-dashboard-read = ড্যাশবোর্ড দেখা
dashboard-nothing = এখানে আপনার জন্য এখনো কিছু নেই
dashboard-nothing-text = আপনার ভূমিকা দিয়ে কোনো পাতা খোলা যায় না। প্রতিষ্ঠানের মালিককে অন্য ভূমিকা দিতে বলুন।

dashboard-sales = এ মাসের বিক্রি
dashboard-payments = এ মাসে আদায়
dashboard-orders-new = এ মাসের নতুন অর্ডার
dashboard-orders-open = চলমান অর্ডার
dashboard-receivables = পাওনা
dashboard-overdue = মেয়াদোত্তীর্ণ পাওনা
dashboard-stock = মজুদের মূল্য
dashboard-low = কম মজুদ
dashboard-low-note = সতর্কতার সীমায় বা তার নিচে
dashboard-over-budget = বাজেটের বেশি
dashboard-over-budget-note = এ বছর এ পর্যন্ত: { $names }
dashboard-over-budget-none = কোনো হিসাব নয়, এ বছর এ পর্যন্ত
dashboard-against-month = গত মাসের একই দিনগুলোর তুলনায়
dashboard-against-weeks = চার সপ্তাহ আগের তুলনায়
dashboard-unused-credit = অব্যবহৃত ক্রেডিট { $credit } বাদে: { $left }
dashboard-worth = মূল্য { $amount }
dashboard-invoices = { $n ->
    [one] { $n }টি চালান
   *[other] { $n }টি চালান
}

dashboard-by = বিক্রির হিসাব
dashboard-by-month = মাস অনুযায়ী
dashboard-by-week = সপ্তাহ অনুযায়ী
dashboard-sales-net = নিট বিক্রি
dashboard-sales-months = গত বারো মাসের বিক্রি, কর বাদে
dashboard-sales-weeks = গত ২৬ সপ্তাহের বিক্রি, কর বাদে

dashboard-stages = অর্ডার কিসের অপেক্ষায়
dashboard-orders-word = অর্ডার
dashboard-stage-draft = খসড়া
dashboard-stage-to-deliver = ডেলিভারি বাকি
dashboard-stage-to-invoice = চালান বাকি
dashboard-stage-to-pay = পরিশোধের অপেক্ষায়
dashboard-stage-done = সম্পন্ন:
dashboard-stage-cancelled = বাতিল:

dashboard-ageing = বয়স অনুযায়ী পাওনা
dashboard-age-open = বাকি
dashboard-age-not-due = মেয়াদ আছে
dashboard-age-1-30 = ১–৩০ দিন
dashboard-age-31-60 = ৩১–৬০ দিন
dashboard-age-61-90 = ৬১–৯০ দিন
dashboard-age-over-90 = ৯০ দিনের বেশি

dashboard-top = গত ৩০ দিনের সবচেয়ে বেশি বিক্রি
dashboard-top-product = পণ্য
dashboard-top-quantity = পরিমাণ
dashboard-top-net = নিট বিক্রি

dashboard-start = প্রথম ধাপগুলো
dashboard-start-text = চারটি কাজ হলেই প্রতিষ্ঠান চালু। শেষ হলে এই বাক্সটি আর থাকবে না।
dashboard-start-product = পণ্য যোগ করুন
dashboard-start-product-add = পণ্য যোগ করুন
dashboard-start-product-import = CSV ফাইল আমদানি করুন
dashboard-start-stock = মজুদ গ্রহণ করুন
dashboard-start-stock-add = মজুদ গ্রহণ
dashboard-start-customer = গ্রাহক যোগ করুন
dashboard-start-customer-add = গ্রাহক যোগ করুন
dashboard-start-order = প্রথম অর্ডার নিন
dashboard-start-order-add = নতুন অর্ডার
