"""What a checkout needs beside the hub itself: set-up, test servers, examples."""
