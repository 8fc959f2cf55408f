import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validate PROFILE,PROFILE FILE…: checks files against veraPDF's profiles; code 1 if one of them fails. */
public class Validate {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean passed = true;
    for (int at = 1; at < arguments.length; at++) {
      for (String profile : arguments[0].split(",")) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
        try (var file = new FileInputStream(arguments[at]); var parser = Foundries.defaultInstance().createParser(file, flavour)) {
          ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
          String verdict = result.isCompliant() ? "compliant" : "NOT compliant";
          System.out.printf("%s %s: %s, %d checks%n", arguments[at], profile, verdict, result.getTotalAssertions());
          passed &= result.isCompliant();
          result.getTestAssertions().stream()
              .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
              .limit(20)
              .forEach(assertion -> System.out.printf("  %s %s: %s%n", assertion.getRuleId().getClause(), assertion.getRuleId().getTestNumber(), assertion.getMessage()));
        }
      }
    }
    System.exit(passed ? 0 : 1);
  }
}
