package names

// alphabet is how many characters folded words are written with: 0-9 and a-z.
const alphabet = 36

// spelling finds the typing errors between one word of a query and many others.
type spelling struct {
	word    string
	allowed int
	// at has bit i of a letter set where the word has it at i; nil where no errors are allowed or the word is too long.
	at *[alphabet]uint64
}

func newSpelling(word string) spelling {
	s := spelling{word: word, allowed: allowedErrors(word)}
	if s.allowed > 0 && len(word) <= 64 {
		s.at = new([alphabet]uint64)
		for i := range len(word) {
			s.at[letter(word[i])] |= 1 << i
		}
	}
	return s
}

// letter numbers the characters of folded words.
func letter(c byte) byte {
	if c <= '9' {
		return (c - '0') % alphabet
	}
	return (c - 'a' + 10) % alphabet
}

// distance is Distance(s.word, w, s.allowed). A word of at most 64 letters costs some ten operations for each letter of
// w: one bit for each row of the table that Distance fills (Hyyrö, A bit-vector algorithm for computing Levenshtein
// and Damerau edit distances, Nordic Journal of Computing 10, 2003).
func (s *spelling) distance(w string) int {
	if max(len(w)-len(s.word), len(s.word)-len(w)) > s.allowed {
		return s.allowed + 1
	}
	if s.at == nil {
		return Distance(s.word, w, s.allowed)
	}
	// Bits say where, down the column of the letter before, the distance rises or falls by one, and where it is the
	// same as one row up and one column left.
	up, down, same, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	d, last := len(s.word), uint64(1)<<(len(s.word)-1)
	for i := range len(w) {
		has := s.at[letter(w[i])]
		swapped := (^same & has) << 1 & before
		same = (((has & up) + up) ^ up) | has | down | swapped
		right, left := down|^(same|up), same&up
		if right&last != 0 {
			d++
		}
		if left&last != 0 {
			d--
		}
		right, left = right<<1|1, left<<1
		up, down, before = left|^(same|right), right&same, has
	}
	return min(d, s.allowed+1)
}

// allowedErrors is how many typing errors a word of a query may have: short words would otherwise match anything.
func allowedErrors(word string) int {
	switch {
	case len(word) >= 8:
		return 2
	case len(word) >= 4:
		return 1
	}
	return 0
}
