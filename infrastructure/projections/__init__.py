"""What is read: the keys, the cross-references and the state of every element, written with the entries themselves."""
