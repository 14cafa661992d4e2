problem-foreign-site = This request came from another site, so it was not carried out. Open the page here and try again.
