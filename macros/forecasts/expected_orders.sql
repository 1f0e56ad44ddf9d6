{#- The purchase days to expect in `weeks` of a customer who is still there, one row per row
    of `cells` (x, t in weeks, weeks, r, alpha, a, b, and `kept`: b + x, MBG/NBD b + x + 1):
    given that, the rate has a gamma distribution (r + x, alpha + t), and the chance p to be
    lost at an order a beta distribution (a, kept). Over the rate the mean is known,
    (1 - (1 + p * weeks / (alpha + t)) ^ -(r + x)) / p; over p it is summed at 97 points.
    With logit(p) = center + scale * sinh(point) the weights fall off on both sides faster
    than any power, so that equal steps are exact to nine digits (Takahasi, Mori 1974); no
    hypergeometric function is needed, none overflows, and a = 1 is no special case. -#}
{% macro expected_orders_if_there(cells, keys) %}
    {%- set last = 96 -%}
    {%- set reach = 40 -%}
    select
        {{ keys | join(', ') }},
        cast(sum(cast(weight * orders as decimal(38, 16))) as double)
        / cast(sum(cast(weight as decimal(38, 16))) as double) as orders_if_there
    from (
        select
            *,
            exp(
                a * (log_p - (ln(a) - ln(a + kept)))
                + kept * (log_q - (ln(kept) - ln(a + kept)))
                + ln((exp(abs(point)) + exp(-abs(point))) / 2)
            ) as weight,
            case
                when p * pace * (r + x + 1) < 1e-5
                    then (r + x) * pace * (1 - (r + x + 1) * p * pace / 2)
                else (1 - power(1 + p * pace, -(r + x))) / p
            end as orders
        from (
            select
                *,
                -greatest(-logit, 0) - ln(1 + exp(-abs(logit))) as log_p,
                -greatest(logit, 0) - ln(1 + exp(-abs(logit))) as log_q,
                exp(-greatest(-logit, 0) - ln(1 + exp(-abs(logit)))) as p
            from (
                select
                    *,
                    weeks / (alpha + t) as pace,
                    ln(a) - ln(kept)
                    + scale * (exp(point) - exp(-point)) / 2 as logit
                from (
                    select
                        *,
                        -{{ asinh('below / scale') }}
                        + ({{ asinh('below / scale') }} + {{ asinh('above / scale') }})
                        * node / {{ last }} as point
                    from (
                        select
                            *,
                            least(spread, 3) as scale,
                            {{ reach }} / a + ln(1 + {{ reach }} / kept) + 9 * spread
                                as below,
                            {{ reach }} / kept + ln(1 + {{ reach }} / a) + 9 * spread
                                as above
                        from (
                            select
                                *,
                                sqrt(1 / a + 1 / kept) as spread
                            from {{ cells }} as cells
                        ) as with_spread
                    ) as with_reach
                    cross join (
                        values
                        {%- for node in range(last + 1) %}
                        ({{ node }}){{ ',' if not loop.last }}
                        {%- endfor %}
                    ) as nodes (node)
                ) as with_points
            ) as with_logits
        ) as with_chances
    ) as weighted
    group by {{ keys | join(', ') }}
{% endmacro %}

{% macro asinh(number) -%}
    ln({{ number }} + sqrt(power({{ number }}, 2) + 1))
{%- endmacro %}

{#- The probability that a customer is still there. -#}
{% macro there_probability() -%}
    1 / (
        1
        + case
            when kept > b
                then
                    a / (kept - 1)
                    * power((alpha + t) / (alpha + t_x), r + x)
            else 0
        end
    )
{%- endmacro %}

{% macro expected_orders() -%}
    orders_if_there * {{ there_probability() }}
{%- endmacro %}
