program-api-docs = Seaworthy এপিআই
problem-starting = Seaworthy চালু হচ্ছে। কয়েক সেকেন্ড পরে আবার চেষ্টা করুন।
problem-timed-out = এতে খুব বেশি সময় লাগছিল, তাই আমরা থামিয়ে দিয়েছি। আবার চেষ্টা করুন।
