palette-title = البحث
palette-label = عمّ تبحث؟
palette-hint = > الأماكن والإنشاء · # الأرقام · @ العملاء
palette-submit = بحث
palette-places = انتقل إلى
palette-actions = إنشاء
palette-nothing = لا نتائج. جرّب حروفاً أقل أو رقماً.
