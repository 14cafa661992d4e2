expenses-title = المصروفات
expenses-none = لا مصروفات بعد
expenses-none-text = أدخل ما أُنفق دون فاتورة مورد.
expenses-not-found = لا مصروف مطابق
expenses-search = كلمات أو رقم أو مستند…
expenses-new = مصروف جديد
expenses-date = التاريخ
expenses-description = الغرض
expenses-number = الرقم
expenses-account = الحساب
expenses-amount = المبلغ شاملاً الضريبة
expenses-amount-hint = كما هو مكتوب على الورقة.
expenses-tax = الضريبة
expenses-paid-by = دُفع من
expenses-by-cash = الصندوق
expenses-by-bank = البنك
expenses-by-employee = شخص يُرد له المبلغ
expenses-employee = من يُرد له المبلغ
expenses-employee-hint = فقط إذا دفع أحد من ماله الخاص.
expenses-cost-centre = مركز التكلفة
expenses-project = المشروع
expenses-link = يخص
expenses-enter = إدخال المصروف
expenses-entered = رُحّل { $name }.
expenses-waits = «{ $name }» بانتظار الموافقة.
expenses-state = الحالة
expenses-state-waiting = بانتظار الموافقة
expenses-state-posted = مُرحّل
expenses-state-reversed = مُلغى بقيد
expenses-waiting-text = يتجاوز حد الشركة. يجب أن يوافق عليه شخص آخر.
expenses-approve = موافقة وترحيل
expenses-discard = حذف
expenses-discard-title = حذف «{ $name }»؟
expenses-discard-text = لم يُرحّل شيء بعد. تُحذف ورقته أيضاً.
expenses-discarded = حُذف المصروف.
expenses-reverse = إلغاء بقيد
expenses-reversed = أُلغي { $name } بقيد.
expenses-reason = السبب
expenses-paper = الورقة
expenses-paper-keep = حفظ الورقة
expenses-paper-kept = حُفظت { $name }.
expenses-about = عن المصروف
expenses-happened = ما حدث
audit-expenses-enter = أدخل المصروف
audit-expenses-post = رحّل المصروف
audit-expenses-approve = وافق على المصروف
audit-expenses-discard = حذف المصروف
audit-expenses-attach = أضاف الورقة
audit-expenses-reverse = ألغى المصروف بقيد
permission-expenses-read = الاطلاع على المصروفات
permission-expenses-enter = إدخال المصروفات وإلغاؤها
permission-expenses-approve = الموافقة على المصروفات
problem-expense-account = اختر حساب مصروفات أو أصول.
problem-expense-employee = حدد من يُرد له المبلغ، فقط إن وُجد.
problem-expense-posted = لم يعد هذا المصروف بالانتظار. أعد فتح الصفحة.
problem-expense-not-posted = لا يُلغى إلا مصروف مُرحّل.
problem-expense-own = لا يوافق أحد على مصروفه. اطلب من غيرك.
problem-expense-before = اكتب يوماً ليس قبل يوم المصروف.
problem-expense-paid-back = رُدّ المبلغ بالفعل. ألغِ تلك الدفعة أولاً.
problem-expense-has-paper = توجد ورقة بالفعل.
problem-expense-paper-large = الملف أكبر من { $most } ميغابايت. اختر أصغر منه.
expenses-shown = { $n ->
    [zero] لا مصروفات في هذه الصفحة
    [one] مصروف واحد في هذه الصفحة
    [two] مصروفان في هذه الصفحة
    [few] { $n } مصروفات في هذه الصفحة
    [many] { $n } مصروفاً في هذه الصفحة
   *[other] { $n } مصروف في هذه الصفحة
}
