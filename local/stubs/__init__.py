"""Stand-ins for the providers: small servers that speak their protocols and say what they are.

They check what they are sent as the provider does, refuse it in the provider's own way, and give
the same answers to the same requests. Each answer carries the header `X-Stand-In`, and says so in
words where the protocol has room for them. The program knows nothing of them: they are used as a
provider is, by the address and the credentials that it is given.
"""
