program-api-docs = واجهة برمجة Seaworthy
problem-starting = ‏Seaworthy قيد التشغيل. يرجى المحاولة مرة أخرى بعد بضع ثوانٍ.
problem-timed-out = استغرق هذا وقتًا طويلًا فأوقفناه. يرجى المحاولة مرة أخرى.
