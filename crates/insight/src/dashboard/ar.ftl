dashboard-title = لوحة المتابعة
permission-dashboard-read = الاطلاع على لوحة المتابعة
dashboard-nothing = لا شيء لك هنا بعد
dashboard-nothing-text = دورك لا يتيح فتح أي صفحة. اطلب من مالك الشركة أن يمنحك دورًا آخر.

dashboard-sales = مبيعات هذا الشهر
dashboard-payments = المقبوض هذا الشهر
dashboard-orders-new = طلبات جديدة هذا الشهر
dashboard-orders-open = الطلبات المفتوحة
dashboard-receivables = الذمم المدينة
dashboard-overdue = المتأخر سداده
dashboard-stock = قيمة المخزون
dashboard-low = مخزون منخفض
dashboard-low-note = عند حدّ التنبيه أو دونه
dashboard-over-budget = تجاوز الموازنة
dashboard-over-budget-note = هذه السنة حتى الآن: { $names }
dashboard-over-budget-none = لا حساب، هذه السنة حتى الآن
dashboard-against-month = مقارنةً بالأيام نفسها من الشهر الماضي
dashboard-against-weeks = مقارنةً بما قبل أربعة أسابيع
dashboard-unused-credit = بعد خصم رصيد دائن غير مستخدم { $credit }: { $left }
dashboard-worth = بقيمة { $amount }
dashboard-invoices = { $n ->
    [zero] لا فواتير
    [one] فاتورة واحدة
    [two] فاتورتان
    [few] { $n } فواتير
    [many] { $n } فاتورة
   *[other] { $n } فاتورة
}

dashboard-by = المبيعات حسب
dashboard-by-month = الأشهر
dashboard-by-week = الأسابيع
dashboard-sales-net = صافي المبيعات
dashboard-sales-months = مبيعات آخر اثني عشر شهرًا، قبل الضريبة
dashboard-sales-weeks = مبيعات آخر ٢٦ أسبوعًا، قبل الضريبة

dashboard-stages = الطلبات وما تنتظره
dashboard-orders-word = طلبات
dashboard-stage-draft = مسودة
dashboard-stage-to-deliver = للتسليم
dashboard-stage-to-invoice = للفوترة
dashboard-stage-to-pay = بانتظار الدفع
dashboard-stage-done = مكتملة:
dashboard-stage-cancelled = ملغاة:

dashboard-ageing = أعمار الذمم المدينة
dashboard-age-open = المفتوح
dashboard-age-not-due = لم تستحق
dashboard-age-1-30 = ١–٣٠ يومًا
dashboard-age-31-60 = ٣١–٦٠ يومًا
dashboard-age-61-90 = ٦١–٩٠ يومًا
dashboard-age-over-90 = أكثر من ٩٠ يومًا

dashboard-top = الأكثر مبيعًا في آخر ٣٠ يومًا
dashboard-top-product = المنتج
dashboard-top-quantity = الكمية
dashboard-top-net = صافي المبيعات

dashboard-start = الخطوات الأولى
dashboard-start-text = أربع خطوات وتعمل الشركة. يختفي هذا المربع عند إتمامها.
dashboard-start-product = إضافة المنتجات
dashboard-start-product-add = إضافة منتج
dashboard-start-product-import = استيراد ملف CSV
dashboard-start-stock = استلام المخزون
dashboard-start-stock-add = استلام مخزون
dashboard-start-customer = إضافة عميل
dashboard-start-customer-add = إضافة عميل
dashboard-start-order = تسجيل أول طلب
dashboard-start-order-add = طلب جديد
