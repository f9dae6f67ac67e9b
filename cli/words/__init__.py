"""Every word that kroniek says, in English and in Dutch, and what is said in one line with them."""
