// Package oaipmh answers OAI-PMH 2.0 requests from the ledger.
package oaipmh
