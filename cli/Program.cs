Console.WriteLine("paygate");
