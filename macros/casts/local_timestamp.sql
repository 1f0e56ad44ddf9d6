{% macro local_timestamp(column) -%}
    {{ adapter.dispatch('local_timestamp')(column) }}
{%- endmacro %}

{% macro duckdb__local_timestamp(column) -%}
    {%- set moment = 'try_cast(raw_' ~ column ~ ' as timestamp)' -%}
    case
        when typeof(raw_{{ column }}) in ('TIMESTAMP', 'TIMESTAMP_NS')
            then
                case
                    when not isfinite({{ moment }}) or {{ moment }} < timestamp '1000-01-01'
                        then {{ incredible_timestamp() }}
                    else {{ in_shop_time(moment) }}
                end
        else {{ timestamp_in('clean_' ~ column) }}
    end
{%- endmacro %}

{#- In a session in UTC a Spark timestamp shows the shop's local time. -#}
{% macro spark__local_timestamp(column) -%}
    case
        when typeof(raw_{{ column }}) = 'timestamp'
            then from_utc_timestamp(
                try_cast(raw_{{ column }} as timestamp), '{{ setting('business_timezone') }}'
            )
        when typeof(raw_{{ column }}) = 'timestamp_ntz'
            then {{ in_shop_time('try_cast(raw_' ~ column ~ ' as timestamp)') }}
        else {{ timestamp_in('clean_' ~ column) }}
    end
{%- endmacro %}

{% macro timestamp_in(text) -%}
    {{ adapter.dispatch('timestamp_in')(text) }}
{%- endmacro %}

{#- DuckDB reads 24-01-05 as the year 24, and also reads epoch, infinity and years BC,
    which other engines can't store. -#}
{% macro duckdb__timestamp_in(text) -%}
    case
        when {{ text }} < '0002' or {{ text }} >= ':' or contains({{ text }}, '(')
            then
                case
                    when try_cast({{ text }} as timestamp) is not null
                        then {{ incredible_timestamp() }}
                end
        -- A date without a time is in the shop's time zone.
        when not contains({{ text }}, ':') then try_cast({{ text }} as timestamp)
        -- A letter or sign after the time of day is a time zone or an offset.
        when regexp_matches({{ text }}, '\d:\d{2}.*[A-Za-z+-]')
            then timezone(
                '{{ setting('business_timezone') }}',
                -- No blank is allowed before an offset.
                try_cast(
                    regexp_replace({{ text }}, ' ([+-]\d{2})', '\1') as timestamptz
                )
            )
        else {{ in_shop_time('try_cast(' ~ text ~ ' as timestamp)') }}
    end
{%- endmacro %}

{#- Spark's own cast reads more than a timestamp ('2024', '10:30'), hence the patterns. -#}
{% macro spark__timestamp_in(text) -%}
    {%- set text = "regexp_replace(" ~ text ~ ", '[ \\t\\r\\n]+', ' ')" -%}
    {#- A year has four digits. -#}
    {%- set text = "concat(lpad(regexp_extract(" ~ text ~ ", '^([0-9]{1,3})[-/]', 1), "
        ~ "case when " ~ text ~ " rlike '^[0-9]{1,3}[-/]' then 4 else 0 end, '0'), "
        ~ "regexp_replace(" ~ text ~ ", '^[0-9]{1,3}([-/])', '$1'))" -%}
    {%- set text = "regexp_replace(" ~ text
        ~ ", '^([0-9]{4})/([0-9]{1,2})/', '$1-$2-')" -%}
    {#- A time zone must follow seconds. -#}
    {%- set text = "regexp_replace(" ~ text
        ~ ", '([ T][0-9]{1,2}:[0-9]{2})( ?[A-Za-z+-])', '$1:00$2')" -%}
    {%- set day = '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' -%}
    {%- set time = '[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?' -%}
    case
        when {{ text }} rlike '^000[01]-[0-9]{1,2}-[0-9]{1,2}'
            then {{ incredible_timestamp() }}
        when lower({{ text }}) in ('epoch', 'infinity', '-infinity', 'inf', '-inf')
            then {{ incredible_timestamp() }}
        when {{ text }} rlike '^-[0-9]+-[0-9]{1,2}-[0-9]{1,2}|{{ day }} ?[(]BC[)]'
            then {{ incredible_timestamp() }}
        when {{ text }} rlike '{{ day }}{{ time }} ?([A-Za-z]|[+-][0-9]{2})'
            then from_utc_timestamp(
                try_cast({{ text }} as timestamp), '{{ setting('business_timezone') }}'
            )
        when {{ text }} rlike '{{ day }}{{ time }}$'
            then {{ in_shop_time('try_cast(' ~ text ~ ' as timestamp)') }}
        -- A date without a time is in the shop's time zone.
        when {{ text }} rlike '{{ day }}$' then try_cast({{ text }} as timestamp)
    end
{%- endmacro %}

{% macro in_shop_time(moment, source=none) -%}
    {%- set shop = setting('business_timezone') -%}
    {%- set source = source or setting('source_timezone') or shop -%}
    {%- if source == shop -%}
        {{ moment }}
    {%- else -%}
        {{ adapter.dispatch('in_shop_time')(moment, source, shop) }}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__in_shop_time(moment, source, shop) -%}
    timezone('{{ shop }}', timezone('{{ source }}', {{ moment }}))
{%- endmacro %}

{#- For the repeated hour in autumn, the second one, as in DuckDB. -#}
{% macro spark__in_shop_time(moment, source, shop) -%}
    {%- if source == 'UTC' -%}
        {{ return("from_utc_timestamp(" ~ moment ~ ", '" ~ shop ~ "')") }}
    {%- endif -%}
    {%- set utc = "to_utc_timestamp(clock, '" ~ source ~ "')" -%}
    {%- set later = utc ~ " + interval 1 hour" -%}
    transform(
        array({{ moment }}),
        clock -> from_utc_timestamp(
            case
                when from_utc_timestamp({{ later }}, '{{ source }}') = clock then {{ later }}
                else {{ utc }}
            end,
            '{{ shop }}'
        )
    )[0]
{%- endmacro %}
