not-for-you
