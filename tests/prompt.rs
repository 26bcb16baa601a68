//! The line that a person types, and where in the window the eye is.
