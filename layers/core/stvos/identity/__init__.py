"""Who is calling: sign-ins, tokens, passwords, codes and limits on guessing."""
