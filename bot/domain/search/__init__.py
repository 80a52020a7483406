"""Finding what somebody means, however they put it: words in all their forms, their kin, typos, letters."""
