@dashed@-title = @Name@
permission-@dashed@-read = عرض @Name@
