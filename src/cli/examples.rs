//! Examples in the help.

pub(super) const EXAMPLES: &str = r#"Examples:
  greenpaper init strategy       start a strategy in the folder strategy/
  greenpaper import plan.docx    make a strategy from a Word document
  greenpaper new chapter "Our money"
                                 add a chapter
  greenpaper new term "Primary Care Network" --abbreviation PCN
                                 add a term to the glossary
  greenpaper serve --open        preview strategy/ in your browser, updated on every save
  greenpaper init --ci github    also check and publish every change on GitHub
  greenpaper build               build strategy/ into output/
  greenpaper check               report problems, and change nothing
  greenpaper check --fix         fix what can be fixed automatically, and report the rest
  greenpaper check --report plain > report.txt
                                 write the report in sentences, to send by email
  greenpaper check strategy/chapters/01-introduction.md
                                 report the problems of one file
  greenpaper check --baseline    report only what is new since the first such check
  greenpaper explain RULE        explain a rule, with an example
  greenpaper glossary            list every glossary link in context
  greenpaper stats               count words, find the longest sentences
  greenpaper versions            list the versions, and say which are archived
  greenpaper redline 3.2 3.3     show what changed between 3.2 and 3.3
  greenpaper release --comments "Agreed by the board" --next 3.4
                                 release the version being written, and open 3.4
  greenpaper verify              check that what is published is what was built
  greenpaper seal record.zip     keep the published site and its sources for the record
  greenpaper pack panel.zip      make a pack for readers who comment on a draft
  greenpaper export --docx strategy.docx
                                 write a Word document for people who comment in Word
  greenpaper comments collate comments.csv
                                 add comments that were sent back to comments/
  greenpaper comments list       list them, with what happened to their passages

Exit codes: 0 success, 1 the strategy has errors (or, with --strict, warnings), 2 the command could not run."#;
