package bolt

// CountStatement is for tests of its plan.
var CountStatement = countStatement
