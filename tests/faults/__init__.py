"""What goes wrong, each said in a sentence: killed servers, bad events and files, full disks."""
