package loader

// Rank is what dataset.yaml says of the dataset's rank, and by it the order in which several datasets of one folder are
// loaded: the lowest first. It is there after Open.
func (d *Dataset) Rank() int { return d.rank }
