package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.managedstream.FieldLoss;
import dev.freshet.source.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsColumnTest {
    @Test
    void theExampleOfTheSpecificationComesOutExactly() {
        String body =
                """
                disk,host=a used=1i,free=2.5 1700000000000000000
                disk,host=b used=3i 1700000000000500000
                """;

        assertThat(Push.json(body, Push.LABELS))
                .isEqualTo(
                        """
                        {"schema":{"name":"disk","fields":[\
                        {"name":"labels","type":"string","typeInfo":{"frame":"string"}},\
                        {"name":"time","type":"time","typeInfo":{"frame":"time.Time"}},\
                        {"name":"free","type":"number","typeInfo":{"frame":"float64","nullable":true}},\
                        {"name":"used","type":"number","typeInfo":{"frame":"float64","nullable":true}}]},\
                        "data":{"values":[["host=a","host=b"],[1700000000000,1700000000000],[2.5,null],[1,3]],\
                        "nanos":[null,[0,500000],null,null]}}\
                        """);
    }

    @Test
    void aFieldThatComesLaterIsNullBefore() {
        assertThat(Push.data("m a=1 0\nm b=true 1000000\nm c=\"x\" 2000000\n", Push.LABELS))
                .isEqualTo(
                        """
                        {"values":[["","",""],[0,1,2],[1,null,null],[null,true,null],[null,null,"x"]]}\
                        """);
    }

    @Test
    void aLineGoesOnInTheRowBeforeWhenSeriesAndTimeAreTheSame() {
        assertThat(Push.data("m,h=a a=1 0\nm,h=a b=2,c=3 0\nm,h=b a=4 0\n", Push.LABELS))
                .isEqualTo("{\"values\":[[\"h=a\",\"h=b\"],[0,0],[1,4],[2,null],[3,null]]}");
    }

    @Test
    void aFieldThatIsThereAlreadyBeginsARowOfItsOwn() {
        assertThat(Push.data("m a=1 0\nm a=2,b=3 0\n", Push.LABELS))
                .isEqualTo("{\"values\":[[\"\",\"\"],[0,0],[1,2],[null,3]]}");
    }

    @Test
    void newFieldsAreSortedWithinALineByBytes() {
        String json = Push.json("m b=1,a=1,ab=1,Z=1,ü=1,a\\ b=1 0\nm aa=1 0", Push.LABELS);

        assertThat(json.replaceAll(".*?\"name\":\"(\\w*|a b|ü)\"|\\}\\]\\}.*", "$1,"))
                .startsWith("m,labels,time,Z,a,a b,ab,b,ü,aa,");
    }

    @Test
    void longCommonPrefixesAreSortedToo() {
        String json = Push.json("m usage_guest_nice=1,usage_guest=2,usage_gues=3 0", Push.LABELS);

        assertThat(json).contains("\"values\":[[\"\"],[0],[3],[2],[1]]");
    }

    @Test
    void everyKindOfValueIsConverted() {
        String body =
                """
                m f=1.5,i=-42i,u=18446744073709551615u,t=T,f2=false,s="te\\"x\\\\t",e=1e3,n="NaN" 7000000
                """;

        assertThat(Push.data(body, Push.LABELS))
                .isEqualTo(
                        """
                        {"values":[[""],[7],[1000],[1.5],[false],[-42],[null],["te\\"x\\\\t"],[true],\
                        [18446744073709552000]]}\
                        """);
        assertThat(Push.json(body, Push.LABELS))
                .contains(
                        "{\"name\":\"n\",\"type\":\"number\",\"typeInfo\":{\"frame\":\"float64\",\"nullable\":true}}");
    }

    @Test
    void theFirstTypeWinsAndOthersBecomeNullAndAreCounted() {
        String body = "m v=1i 0\nm v=1.5 0\nm v=\"one\" 0\nm v=true 0\nm v=2 0\n";

        PushResult result = Push.convert(body, Push.LABELS);

        assertThat(Push.data(body, Push.LABELS)).endsWith("[1,1.5,null,null,2]]}");
        assertThat(result.frames().getFirst().losses())
                .containsExactly(new FieldLoss("v", FieldLoss.Reason.OTHER_TYPE, 2));
    }

    @Test
    void aStringColumnTakesTheTextOfOtherValues() {
        String body = "m v=\"one\" 0\nm v=1i 0\nm v=1.25 0\nm v=false 0\n";

        assertThat(Push.data(body, Push.LABELS)).endsWith("[\"one\",\"1\",\"1.25\",\"false\"]]}");
        assertThat(Push.convert(body, Push.LABELS).frames().getFirst().losses()).isEmpty();
    }

    @Test
    void theLastOfEqualFieldsInALineStays() {
        assertThat(Push.data("m v=1,v=2 0\nm v=3,v=4 0", Push.LABELS)).endsWith("[2,4]]}");
    }

    @Test
    void namesOfTheFramesOwnColumnsGetASuffix() {
        List<String> names =
                Push.convert("m labels=1,time=2,labels_1=3,times=4 0", Push.LABELS)
                        .frames()
                        .getFirst()
                        .frame()
                        .fields()
                        .stream()
                        .map(Field::name)
                        .toList();

        assertThat(names)
                .containsExactly("labels", "time", "labels_1", "labels_1_1", "time_1", "times");
    }

    @Test
    void linesWithoutATimeGetTheServersAndMayEndInBlanks() {
        assertThat(Push.data("m v=1\nm v=2  \nm v=3\r\nm v=4 -5 \r\n m v=6 6", Push.LABELS))
                .contains("[1800000000000,1800000000000,1800000000000,-1,0]")
                .contains("[0,0,0,999995,6]");
    }

    @Test
    void measurementsKeepTheOrderOfFirstAppearance() {
        PushResult result = Push.convert("b v=1\na v=1\nb v=2\nc v=1\n", Push.LABELS);

        assertThat(result.frames()).extracting("measurement").containsExactly("b", "a", "c");
        assertThat(result.frames()).extracting("frame.rows").containsExactly(2, 1, 1);
        assertThat(result.lines()).isEqualTo(4);
    }

    @Test
    void fieldsBeyondTheLimitAreDroppedAndCounted() {
        StringBuilder line = new StringBuilder("m f0=0");
        for (int i = 1; i < 600; i++) {
            line.append(",f%03d=1".formatted(i));
        }

        PushResult result = Push.convert(line + " 0\n" + line + " 0\n", Push.LABELS);

        assertThat(result.frames().getFirst().frame().fields()).hasSize(500);
        List<FieldLoss> losses = result.frames().getFirst().losses();
        assertThat(losses).hasSize(21).last().extracting(FieldLoss::field).isEqualTo("…");
        assertThat(losses.stream().mapToLong(FieldLoss::values).sum()).isEqualTo(204);
    }

    @Test
    void aTableMuchLargerThanItsTextIsRefused() {
        LineLimits few = new LineLimits(1000, 1000, 10, 100, 10, 500, 100, 10);
        StringBuilder body = new StringBuilder("m a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8 0\n");
        body.repeat("m a=1 0\n", 20);

        PushResult result =
                Push.convert(body.toString(), Push.LABELS.withLimits(few).withPartial(true));

        assertThat(result.frames().getFirst().frame().rows()).isEqualTo(10);
        assertThat(result.badLines()).isEqualTo(11);
        assertThat(result.errors().getFirst().sentence())
                .isEqualTo(
                        "Line 11, column 1: \"m\" would become a table of more than 100 cells; send"
                                + " fewer lines at a time");
    }
}
