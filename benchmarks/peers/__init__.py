"""Other people's solvers, each as a capable user would set it up; one module a solver."""
