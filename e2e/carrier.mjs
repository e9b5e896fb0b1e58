// What a sample carrier answers to the exchange's 834s.

/** The file in which a carrier confirms everything that stands in the exchange's file: 021, 28, CONFIRM. */
export function confirmation(text) {
  const segments = text.split("~").map((segment) => segment.trim());
  const answer = [];
  let category = 0;
  let begun = 0;
  for (const segment of segments) {
    const [name, ...rest] = segment.split("*");
    switch (name) {
      case "ISA":
        [rest[5], rest[7]] = [rest[7], rest[5]];
        break;
      case "GS":
        [rest[1], rest[2]] = [rest[2], rest[1]];
        break;
      case "ST":
        begun = answer.length;
        break;
      case "INS":
        rest[3] = "28";
        break;
      case "LX":
        category = Number(rest[0]);
        break;
      case "LE":
        answer.push(`LX*${category + 1}`, "N1*75*ADDL MAINT REASON", "REF*17*CONFIRM");
        break;
      case "SE":
        rest[0] = String(answer.length - begun + 1);
        break;
      default:
    }
    answer.push([name, ...rest].join("*"));
  }
  return answer.join("~");
}
