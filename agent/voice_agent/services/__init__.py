"""Services that hear and speak, behind one interface: a talk does not know which one it has."""
