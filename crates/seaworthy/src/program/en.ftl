program-api-docs = Seaworthy API
problem-starting = Seaworthy is starting. Please try again in a few seconds.
problem-timed-out = This took too long, so we stopped it. Please try again.
