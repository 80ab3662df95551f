# Reads the TAP of vitest, and prints each result with its number, and how many passed.
/# SKIP|^TAP|^1\.\./ { next }
/^(not )?ok / {
  word = /^not/ ? "FAILED: " : ""
  if (word == "") passed += 1
  sub(/^(not )?ok [0-9]+ - [^>]*> [^>]*> /, "")
  sub(/ # time.*/, "")
  print ++number ". " word $0
  next
}
{ print }
END { print passed + 0 " passed" }
