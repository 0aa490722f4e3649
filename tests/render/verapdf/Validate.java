import java.io.FileInputStream;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds each PDF against each flavour: Validate 3a,ua1 FILE... Exit code 1 when one fails. */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean failed = false;
        for (int place = 1; place < arguments.length; place++) {
            for (String name : arguments[0].split(",")) {
                failed |= !holds(arguments[place], PDFAFlavour.byFlavourId(name));
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean holds(String file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser =
                        Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + flavour.getId() + " " + file
                    + " " + result.getTotalAssertions() + " checks");
            TreeMap<String, String> reasons = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    reasons.putIfAbsent(
                            assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(),
                            assertion.getMessage() + " @ " + assertion.getLocation().getContext());
                }
            }
            reasons.forEach((rule, reason) -> System.out.println("  " + rule + ": " + reason));
            return result.isCompliant();
        }
    }
}
