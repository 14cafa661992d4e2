@dashed@-title = @Name@
permission-@dashed@-read = @Name@ দেখা
