@dashed@-title = @Name@
permission-@dashed@-read = See @Name@
