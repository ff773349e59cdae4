package neo4jlocal

// installAdvice is what to do where Java or Maven is missing.
func installAdvice() string { return "install Java 17 or 21 and Maven" }
