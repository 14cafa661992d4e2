open-items-title = البنود المفتوحة
open-items-text = ما بقي على العملاء وما بقي للموردين.
open-items-none = لا شيء مفتوح
open-items-none-text = تظهر هنا الفواتير والدفعات حتى تُسوّى.
open-items-not-found = لا يوجد بند مطابق
open-items-search = الرقم أو العميل أو المورد…
open-items-side = الجهة
open-items-side-receivable = العملاء
open-items-side-payable = الموردون
open-items-show = عرض
open-items-show-open = المفتوحة
open-items-show-overdue = المتأخرة
open-items-show-all = الكل
open-items-number = الرقم
open-items-document = المستند
open-items-party = العميل أو المورد
open-items-date = التاريخ
open-items-due = الاستحقاق
open-items-amount = المبلغ
open-items-open = المتبقي
open-items-as-of = كما في
open-items-known-on = حسب المعلوم في
open-items-settled = مسوّى
open-items-still-open = مفتوح
open-items-history = تمت مقاصته مع
open-items-set-off = إجراء مقاصة
open-items-set-off-done = تمت مقاصة { $name }.
open-items-nothing-against = لا يوجد في الجهة المقابلة ما تُجرى معه المقاصة.
open-items-day = اليوم
open-items-day-hint = إذا تُرك فارغًا: أول يوم كانت فيه كل المستندات موجودة.
open-items-undo = تراجع
open-items-undone = أُلغيت المقاصة.
open-items-taken-back = أُلغي
open-items-write-off = شطب
open-items-write-off-text = لمتبقٍّ لن يدفعه أحد: يصبح دينًا معدومًا، وما لن تدفعه أنت يصبح فرق تقريب.
open-items-written-off = شُطب متبقٍّ من { $name }.
open-items-reason = السبب
open-items-ageing = أعمار الذمم
open-items-not-due = غير مستحق
open-items-days-30 = 1–30 يومًا
open-items-days-60 = 31–60 يومًا
open-items-days-90 = 61–90 يومًا
open-items-older = أكثر من 90 يومًا
open-items-credit = رصيد غير مستخدم
open-items-total = الإجمالي
open-items-statement = كشف حساب
open-items-opening = الرصيد الافتتاحي
open-items-closing = الرصيد الختامي
open-items-balance = الرصيد
open-items-days = الفترة
open-items-exchange = فرق صرف
open-items-shown = { $n ->
    [zero] لا بنود في هذه الصفحة
    [one] بند واحد في هذه الصفحة
    [two] بندان في هذه الصفحة
    [few] { $n } بنود في هذه الصفحة
    [many] { $n } بندًا في هذه الصفحة
   *[other] { $n } بند في هذه الصفحة
}
audit-open-items-set-off = أجرى مقاصة
audit-open-items-write-off = شطب متبقيًا
audit-open-items-undo = أُلغيت المقاصة
problem-allocation-exceeds-open = المتبقي من { $number } هو { $open } فقط وليس { $wanted }. لا تُسوِّ أكثر من المتبقي.
problem-allocation-same-sign = لا يمكن مقاصة { $debit } مع { $credit }. اختر مستندًا مستحقًا لك ومستندًا مستحقًا عليك.
problem-allocation-mixes-parties = يخص { $debit } و{ $credit } طرفين مختلفين. اختر مستندات عميل واحد أو مورد واحد.
problem-allocation-mixes-currencies = ليس { $debit } و{ $credit } كلاهما بعملة المبلغ. اختر مستندات بعملة واحدة.
problem-allocation-before-document = { $date } يسبق { $debit } أو { $credit }. اختر يومًا كان فيه المستندان موجودين.
problem-allocation-already-undone = أُلغي هذا من قبل. أعد تحميل الصفحة لترى المتبقي.
problem-before-the-allocation = اختر يومًا لا يسبق يوم المقاصة.
problem-too-many-allocations = نفّذ { $most } مقاصة على الأكثر دفعة واحدة، والباقي في خطوة ثانية.
permission-open-items-read = عرض البنود المفتوحة وأعمار الذمم وكشوف الحساب
permission-open-items-allocate = إجراء المقاصة وإلغاؤها
permission-open-items-write-off = شطب ما لن يُدفع
problem-nothing-to-set-off = اكتب مبلغًا بجانب مستند واحد على الأقل.
problem-nothing-is-open = لم يبقَ شيء مفتوح من هذا.
problem-before-the-document = هذا اليوم يسبق المستند.
problem-days-the-wrong-way = اليوم الأخير يسبق الأول. بدّل بينهما.
permission-open-items-begin = إدخال ما كان مفتوحًا عند بدء الدفاتر
